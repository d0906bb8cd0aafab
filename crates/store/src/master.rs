//! The file of the master key.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::keys::{Key, mac};
use crate::{KeyError, files};

/// Reads the master key, or makes it from `fresh` if there are no keys yet that another one wraps.
pub(crate) fn master_key(path: &Path, fresh: [u8; 32], keys_exist: bool) -> Result<Key, KeyError> {
    if !path.exists() {
        if keys_exist {
            return Err(KeyError::File(format!(
                "there are keys, but the master key {} is missing: put it back from its backup",
                path.display()
            )));
        }
        make_master_key(path, &Zeroizing::new(fresh)).map_err(|error| in_file(path, &error))?;
    }
    let bytes = Zeroizing::new(fs::read(path).map_err(|error| in_file(path, &error))?);
    let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| {
        KeyError::File(format!("{} is not a master key (32 bytes)", path.display()))
    })?;
    Ok(Zeroizing::new(key))
}

/// Written whole under another name first: a crash, or another copy of the program that starts at
/// the same moment, never sees half a key.
fn make_master_key(path: &Path, fresh: &Key) -> std::io::Result<()> {
    // A name that no other program takes, and that tells nothing of the key.
    let [one, two, three, four, ..] = mac(fresh, &[b"name of the partial file"]);
    let mut partial = path.as_os_str().to_owned();
    partial.push(format!(".{one:02x}{two:02x}{three:02x}{four:02x}.partial"));
    let mut file = files::private()
        .create(true)
        .truncate(true)
        .open(&partial)?;
    file.write_all(&**fresh)?;
    file.sync_all()?;
    let linked = fs::hard_link(&partial, path);
    fs::remove_file(&partial)?;
    files::sync_folder_of(path)?;
    match linked {
        // The other one was first; its key it is.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

/// Makes the file if there is none, and makes it its owner's alone.
pub(crate) fn only_for_owner(path: &Path) -> Result<(), KeyError> {
    files::make_private(path).map_err(|error| in_file(path, &error))
}

pub(crate) fn in_file(path: &Path, error: &std::io::Error) -> KeyError {
    KeyError::File(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_start_together_agree_on_the_master_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8_u8)
                .map(|n| {
                    let path = &path;
                    scope.spawn(move || *master_key(path, [n; 32], false).unwrap())
                })
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().unwrap())
                .collect()
        });
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no partial file is left"
        );
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    }
}
