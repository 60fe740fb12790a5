import CProcesses

/// Sleeps, hardly longer than asked: some microseconds where the machine has a core free.
/// - Parameter seconds: none when negative.
package func sleepExactly(_ seconds: Double) { if seconds > 0 { cprocesses_sleep(seconds) } }
