//! Files that are their owner's alone, from their first byte on.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// For a file that may have to be made: nobody else may read it.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// Makes the file if there is none, and takes from everybody else what was given to them.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    let file = private().create(true).truncate(false).open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    drop(file);
    Ok(())
}

/// Makes the file if there is none; one that is there keeps the rights that its owner gave.
pub(crate) fn make_if_missing(path: &Path) -> io::Result<()> {
    private().create(true).truncate(false).open(path).map(drop)
}

/// Makes a rename or a new file in this file's folder survive a power cut.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
