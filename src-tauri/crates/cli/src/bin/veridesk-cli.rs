//! The house from a terminal.

fn main() -> std::process::ExitCode {
    cli::main()
}
