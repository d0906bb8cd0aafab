//! Files that are their owner's alone, from their first byte on, and whole from their first name
//! on.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

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
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
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

/// The file that lies beside this one under the same name and a `tail`.
pub(crate) fn beside(path: &Path, tail: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(tail);
    name.into()
}

/// A copy that is not whole yet; removed unless it is renamed. What stops the copying leaves
/// nothing under the name that was asked for, so that the next try finds its way free.
pub(crate) struct Partial {
    path: PathBuf,
}

impl Partial {
    pub(crate) fn beside(whole: &Path) -> io::Result<Self> {
        let partial = Self {
            path: beside(whole, ".partial"),
        };
        partial.remove();
        private().create_new(true).open(&partial.path)?;
        Ok(partial)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn rename(self, whole: &Path) -> io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        fs::rename(&self.path, whole)?;
        sync_folder_of(whole)
    }

    fn remove(&self) {
        for tail in ["", "-journal", "-wal", "-shm"] {
            // Mostly there is nothing to remove.
            let _ = fs::remove_file(beside(&self.path, tail));
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        self.remove();
    }
}
