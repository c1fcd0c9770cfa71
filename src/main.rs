//! The `normlint` command.

use mimalloc::MiMalloc;

/// Documents are read and let go by several threads at once, in many small pieces: what this allocator is made for.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> std::process::ExitCode {
    normlint::cli::main()
}
