//! Where the tests put what they throw away again: thousands of databases and browsers' folders, in
//! which a disk spends more time on finding room for files than a test on what it tries.

use std::path::{Path, PathBuf};

use crate::command;

/// The memory that Linux offers as a folder.
const MEMORY: &str = "/dev/shm";

/// A whole run needs some hundred megabytes at a time. Where there isn't several times that to
/// spare, tests that run out of room would look like defects.
const FREE_BYTES_MIN: u64 = 4 << 30;

/// The folder for temporary files: in memory where there is plenty of it, and where this machine
/// puts them otherwise. Somebody's own `TMPDIR` is followed.
pub(crate) fn folder() -> PathBuf {
    let is_ours_to_choose = std::env::var_os("TMPDIR").is_none();
    if is_ours_to_choose && is_roomy(MEMORY) {
        return PathBuf::from(MEMORY);
    }
    std::env::temp_dir()
}

fn is_roomy(folder: &str) -> bool {
    let mut df = command::program(Path::new("/"), "df");
    let said = command::quietly(df.args(["--output=avail", "--block-size=1", folder]));
    said.is_ok_and(|said| free_bytes(&said) >= FREE_BYTES_MIN)
}

/// What `df` says is free, below its heading; nothing if it says anything else.
fn free_bytes(said: &str) -> u64 {
    let figure = said.lines().nth(1).unwrap_or_default();
    figure.trim().parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::free_bytes;

    #[test]
    fn what_is_free_stands_below_the_heading() {
        assert_eq!(free_bytes("      Avail\n25229246464\n"), 25_229_246_464);
        assert_eq!(free_bytes("df: no such option\n"), 0);
        assert_eq!(free_bytes(""), 0);
    }
}
