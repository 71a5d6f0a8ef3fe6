//! The control of the canary test: the same program, built with sealing off.

fn main() -> std::process::ExitCode {
    cli::main()
}
