import { concat } from '../input/bytes.js';
import { platform } from '../platform/platform.js';

/** Looks at content as it streams by, front to back. */
export interface Tap {
  /** Wants no more. */
  done(): boolean;
  push(bytes: Uint8Array): void;
  /** Nothing follows. */
  end(): void;
}

export interface MarkerTap<T> extends Tap {
  value(): T | null;
}

/**
 * Finds the first place where `marker` (latin1) stands and `accept` takes the bytes from there on, of which it is
 * shown at most `longest`. At most `tries` places are shown, so that hostile content costs no more than honest one.
 */
export function markerTap<T>(
  marker: string,
  longest: number,
  tries: number,
  accept: (bytes: Uint8Array) => T | null,
): MarkerTap<T> {
  const { indexOf, fromLatin1 } = platform();
  const wanted = fromLatin1(marker);
  let value: T | null = null;
  let finished = false;
  let left = tries;
  // Bytes not yet decided upon: a hit whose end has not come, or a tail that could start a marker.
  let parts: Uint8Array[] = [];
  let held = 0;
  let inHit = false;

  function search(last: boolean): void {
    const bytes = parts.length === 1 ? parts[0]! : concat(parts);
    let at = 0;
    inHit = false;
    while (!finished) {
      const hit = indexOf(bytes, wanted, at);
      if (hit < 0) {
        at = Math.max(at, bytes.length - marker.length + 1);
        break;
      }
      at = hit;
      if (bytes.length - hit < longest && !last) {
        inHit = true;
        break;
      }
      value = accept(bytes.subarray(hit, hit + longest));
      finished = value !== null || --left <= 0;
      at = hit + 1;
    }
    const rest = new Uint8Array(bytes.subarray(finished ? bytes.length : at));
    parts = [rest];
    held = rest.length;
  }

  return {
    done: () => finished,
    value: () => value,
    push(bytes) {
      if (finished) return;
      parts.push(bytes);
      held += bytes.length;
      if (!inHit || held >= longest) search(false);
    },
    end() {
      if (!finished && held > 0) search(true);
      finished = true;
      parts = [];
    },
  };
}

/** Puts `inner` to work only if the first `size` bytes pass the test. */
export function gatedTap(size: number, test: (head: Uint8Array) => boolean, inner: Tap): Tap {
  let head: Uint8Array | null = new Uint8Array(0);
  let open = false;
  function decide(): void {
    open = test(head!);
    if (open) inner.push(head!);
    head = null;
  }
  return {
    done: () => head === null && (!open || inner.done()),
    push(bytes) {
      if (head === null) {
        if (open) inner.push(bytes);
        return;
      }
      head = concat([head, bytes]);
      if (head.length >= size) decide();
    },
    end() {
      if (head !== null) decide();
      if (open) inner.end();
    },
  };
}

/** Wants everything, so that the content is read to its end. */
export function wholeTap(): Tap {
  return { done: () => false, push: () => {}, end: () => {} };
}
