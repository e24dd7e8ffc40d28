'use strict';

// What a worker thread of the command starts with.
require('../dist/main.cjs').work();
