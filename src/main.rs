//! The `normlint` command.

fn main() -> std::process::ExitCode {
    normlint::cli::main()
}
