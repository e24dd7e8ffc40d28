# The work of `kconfig olddefconfig` by Kconfiglib, with the answers to shell commands from a probe file.
# usage: by-kconfiglib.py PROBES CONFIG OUTPUT     in a kernel tree's top folder, with the module on PYTHONPATH
import json
import os
import sys

import kconfiglib

probes, config, output = sys.argv[1:]
with open(probes) as file:
    answers = json.load(file)["commands"]
top = os.environ["srctree"] + "/"


def shell(_kconf, _name, command):
    return answers[command.replace(top, "{srctree}/")].rstrip("\n").replace("\n", " ")


kconfiglib._shell_fn = shell
kconf = kconfiglib.Kconfig("Kconfig", warn=False)
kconf.load_config(config)
kconf.write_config(output, save_old=False)
