// What a kernel, or Xen, names where it faults: the lines after "Oops", "BUG:", "Kernel panic", "FATAL TRAP" and their like.
import type { LogLine } from './log.js';

export interface Oops {
  /** The function that it happened in, without machinery that only reports. */
  readonly func: string | null;
  /** The module of that function. */
  readonly module: string | null;
  /** The code segment, four hexadecimal digits: e030 and e033 are a PV guest's, 0010 a kernel's that runs in HVM, PVH or bare. */
  readonly selector: string | null;
  readonly program: string | null;
  readonly pid: number | null;
  /** "4.8.4-coreos". */
  readonly release: string | null;
  /** Functions of the call trace, innermost first; at most 100. */
  readonly frames: readonly string[];
}

const place = String.raw`([A-Za-z_][\w.$]{0,120})\+0x[0-9a-f]{1,8}(?:\/0x[0-9a-f]{1,8})?(?: \[(\w{1,60})\])?`;
const address = String.raw`(?:\[<[0-9a-fx]{6,18}>\] {0,3}){0,2}`;

/** Where the processor was, by the forms of x86 (64 and 32 bits), arm64, arm and Xen. */
const counters: readonly RegExp[] = [
  new RegExp(String.raw`\bR?IP:? {0,5}(?:[0-9a-f]{4}: ?)?${address}${place}`),
  new RegExp(String.raw`\bEIP(?: is at|:)? (?:[0-9a-f]{4}:)?${address}${place}`),
  new RegExp(String.raw`Kernel stack is corrupted in: {1,3}${place}`),
  new RegExp(String.raw`^\[?Stopped (?:at|in) .{0,60}?(?:netbsd:|kernel:)?${place}`),
  new RegExp(String.raw`^(?:pc :|PC is at|epc ?:|pc is at|IP is at|NIP \[[0-9a-f]+\]) ?${address}${place}`),
];
/** Who called it, where the processor was nowhere: a function that is not there was called. */
const linkOf = new RegExp(String.raw`^(?:LR is at|lr :|ra :) {0,2}${place}`);
const selectorOf = /\b[ER]?IP: {0,5}([0-9a-f]{4}):/;
const traceStart =
  /^(?:\(XEN\) )?(?:Xen )?[Cc]all [Tt]race:|^Backtrace:|^KDB: stack backtrace:|^\[?Stopped (?:at|in) |^Begin traceback|^fp [0-9a-f]{8,16} /;
/** "[<ffffffff81014dc3>] func+0x63/0x80", "#3 0xffffffff80bd at func+0x53", "func(8,0) at func+0x1b", "func() at netbsd:func+0x63". */
const frame = new RegExp(
  String.raw`^(?:\(XEN\) )? {0,8}(?:\[<?[0-9a-fx]{6,18}>?\] {0,3}|#\d{1,3} {1,3}0x[0-9a-f]{6,16} at |\[c[0-9a-f]{15}\] \[c[0-9a-f]{15}\] |\w{1,80}\([^)]{0,200}\) at (?:netbsd:|kernel:)?|Stopped (?:at|in) {1,8}(?:netbsd:)?)?(\? )?${place}`,
);
/** Of 32-bit Arm: "[<8011218c>] (unwind_backtrace) from [<8010e300>] (show_stack+0x18/0x1c)". */
const armFrame = new RegExp(
  String.raw`\) from \[?<?[0-9a-f]{8}>?\]? ?\(${place}\)|^ {0,2}\w{1,80} from ${place}`,
);
const programOf = /\bPID: (\d{1,9})(?:, | UID: \d+ )?,? ?Comm: (.{1,32}?) (?:Not tainted|Tainted)/;
const releaseOf = /(?:Not tainted|Tainted: [\w ()]{1,24}?) {1,2}(\d{1,3}\.\d{1,4}\S{0,60})/;

/** Functions that report, check or wait for others; what called them is of interest. */
const machinery = new RegExp(
  `^(?:${[
    // reporting a fault
    '_?_?dump_(?:stack|backtrace|cpu_task)\\w*',
    '(?:sched_)?show_(?:stack|trace|regs|task|regs_if_on_stack)\\w*',
    'n?m?i?_?panic(?:_\\w+)?',
    'die|__die\\w*|oops_(?:begin|end)|print_\\w+|__?warn\\w*|report_bug|fixup_bug|bug_handler|arm_notify_die',
    'no_context|(?:__)?bad_area\\w*|(?:__)?do_(?:page|kernel|user)_\\w*fault|page_fault\\w*|async_page_fault|spurious_\\w+',
    'do_(?:trap|error_trap|invalid_op|general_protection|divide_error|int3|double_fault|bad|mem_abort|translation_fault|DataAbort)\\w*',
    '(?:asm_)?(?:exc|sysvec)_\\w+|__sysvec_\\w+|handle_(?:bug|invalid_op|exception_return)|error_(?:entry|exit|code)',
    'invalid_op|general_protection|double_fault|stack_segment|__dabt_(?:svc|usr)|__und_\\w+|el1h?_\\w+',
    '(?:__)?kasan_\\w+|__asan_\\w+|check_memory_region\\w*|__sanitizer_\\w+|__kcov_\\w+',
    // stalls and watchdogs
    'rcu_(?:check|dump|print|sched_clock|gp)\\w*|check_cpu_stall|print_(?:other_)?cpu_stall|nmi_\\w+|arch_trigger_\\w+|trigger_\\w*backtrace\\w*',
    'update_process_times|tick_\\w+|(?:__)?hrtimer_\\w+|__run_hrtimer|watchdog\\w*|(?:smp_|local_)?apic_\\w+|smp_apic_\\w+|irq_exit\\w*|irqentry_\\w+|retint_\\w+|common_interrupt|_?ret_from_\\w+|call_on_irq_stack|do_softirq_own_stack',
    'trace_hardirqs_\\w+|handle_percpu_devid_irq|generic_handle_irq|__handle_domain_irq|gic_handle_irq|arch_timer_\\w+|__irq_svc|do_handle_IPI|ipi_handler|unwind_\\w+|__unwind_\\w+|arch_stack_walk|stack_trace_save|save_stack\\w*|rcu_read_lock\\w*|debug_\\w+',
    // helpers that fault for what they are given
    '__x86_indirect_\\w+|(?:__)?mem(?:set|cpy|move|cmp|chr)\\w*|str(?:len|cmp|cpy|lcpy|ncpy|chr)\\w*|rb_(?:erase|next|first|insert)\\w*|kmsan_\\w+|__msan_\\w+',
    // waiting and locks
    '(?:__)?schedule(?:_\\w+)?|io_schedule\\w*|(?:___)?preempt_schedule\\w*|_cond_resched|__switch_to|context_switch',
    '_?_?raw_\\w+|(?:__)?lock_(?:acquire|release|is_held)\\w*|(?:__)?mutex_lock\\w*|(?:call_)?(?:rwsem|rwbase)_\\w+|down_(?:read|write)\\w*|__down\\w*|down|wait_for_(?:common|completion)\\w*|do_wait_for_common|__wait_\\w+|bit_wait\\w*|out_of_line_wait\\w*',
    'kthread|kthread_worker_fn|worker_thread|process_one_work|do_exit|do_group_exit|early_(?:fixup|idt)\\w*',
    // the BSDs
    'db_\\w+|kdb_\\w+|vpanic|trap(?:_\\w+)?|calltrap|kerntrap|alltraps?\\w*|Debugger|__assert|kern_assert|comintr|Xint\\w*|cpu_reboot|cpu_Debugger|breakpoint|Xtrap\\w*|Xresume\\w*',
  ].join('|')})$`,
);

const mostFrames = 100;

/** Reads the lines of one report, from its first on. */
export function readOops(lines: readonly LogLine[]): Oops {
  let at: { readonly func: string; readonly module: string | null } | null = null;
  let selector: string | null = null;
  let program: string | null = null;
  let pid: number | null = null;
  let release: string | null = null;
  let link: RegExpExecArray | null = null;
  const frames: string[] = [];
  let isTrace = false;
  for (const { text } of lines) {
    selector ??= selectorOf.exec(text)?.[1] ?? null;
    const who: RegExpExecArray | null = program === null ? programOf.exec(text) : null;
    if (who) {
      pid = Number(who[1]);
      program = who[2]!;
    }
    release ??= releaseOf.exec(text)?.[1] ?? null;
    if (at === null)
      for (const counter of counters) {
        const found = counter.exec(text);
        if (!found) continue;
        at = { func: plain(found[1]!), module: found[2] ?? null };
        break;
      }
    link ??= linkOf.exec(text);
    if (traceStart.test(text)) isTrace = true;
    const called = isTrace && frames.length < mostFrames ? frame.exec(text) : null;
    // A question mark is a word found on the stack that may be left over.
    const arm = isTrace && !called ? armFrame.exec(text) : null;
    const armed = arm && plain(arm[1] ?? arm[3]!);
    if (armed && frames.length < mostFrames) frames.push(armed);
    if (called && called[1] === undefined) frames.push(plain(called[2]!));
  }
  if (at === null && link) at = { func: plain(link[1]!), module: link[2] ?? null };
  // Machinery that faults itself is where it was, if nothing called it.
  const caller = frames.find(name => !machinery.test(name)) ?? null;
  const isMachinery = at === null || (machinery.test(at.func) && caller !== null);
  return {
    func: isMachinery ? caller : at!.func,
    module: isMachinery ? null : at!.module,
    selector,
    program,
    pid,
    release,
    frames: at === null || frames.includes(at.func) ? frames : [at.func, ...frames],
  };
}

/** Compilers make copies of functions: "foo.constprop.0", "foo.isra.3". */
const plain = (name: string) => name.replace(/\.(?:constprop|isra|part|cold|llvm)(?:\.\d+)*/g, '');
