//! The operator's own certificate files, which something else renews.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::certificate::{Flaw, Loaded, read};

/// A chain of three with long keys is a tenth of this. What is larger is the wrong file.
const FILE_BYTES_MAX: u64 = 256 * 1024;

/// Two files, and what they held when they were last looked at.
#[derive(Debug)]
pub(super) struct Files {
    certificate: PathBuf,
    key: PathBuf,
    /// A print of both, or why they could not be read: what was said once isn't said each minute.
    seen: Option<Result<[u8; 32], Flaw>>,
}

impl Files {
    pub(super) fn new(certificate: PathBuf, key: PathBuf) -> Self {
        Self {
            certificate,
            key,
            seen: None,
        }
    }

    /// What the files hold, if that isn't what they held at the last look. They are replaced one
    /// after the other: between the two, the key fits no certificate, and the next look finds both.
    ///
    /// # Errors
    /// They changed into something that can't be used.
    pub(super) fn look(&mut self) -> Result<Option<Loaded>, Flaw> {
        let both =
            bytes(&self.certificate).and_then(|certificate| Ok((certificate, bytes(&self.key)?)));
        let now = match &both {
            Ok((certificate, key)) => Ok(print(certificate, key)),
            Err(flaw) => Err(flaw.clone()),
        };
        if self.seen.as_ref() == Some(&now) {
            return Ok(None);
        }
        self.seen = Some(now);
        let (certificate, key) = both?;
        read(&certificate, &key).map(Some)
    }
}

/// What a file holds, as far as it is of a size that makes sense.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, Flaw> {
    let flaw = |error: io::Error| Flaw::File {
        file: file.to_owned(),
        why: error.to_string(),
    };
    let mut bytes = Vec::new();
    let opened = File::open(file).map_err(flaw)?;
    opened
        .take(FILE_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(flaw)?;
    Ok(bytes)
}

/// Each by itself first, so that no byte can move from one file to the other unseen.
fn print(certificate: &[u8], key: &[u8]) -> [u8; 32] {
    let mut both = Sha256::new();
    both.update(Sha256::digest(certificate));
    both.update(Sha256::digest(key));
    both.finalize().into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;

    use super::super::testing::Made;
    use super::*;

    #[test]
    fn what_changed_is_read_once_and_what_is_half_there_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = Made::of(&["a.example"]).write(folder.path());
        let mut files = Files::new(certificate.clone(), key.clone());
        assert_eq!(
            files.look().unwrap().unwrap().certificate.names,
            ["a.example"]
        );
        assert!(files.look().unwrap().is_none());
        let next = Made::of(&["b.example"]);
        fs::write(&certificate, &next.chain).unwrap();
        assert_eq!(files.look().unwrap_err(), Flaw::KeyOfAnother);
        assert!(files.look().unwrap().is_none(), "said once");
        fs::write(&key, &next.key).unwrap();
        assert_eq!(
            files.look().unwrap().unwrap().certificate.names,
            ["b.example"]
        );
        fs::remove_file(&key).unwrap();
        assert!(matches!(files.look(), Err(Flaw::File { file, .. }) if file == key));
        assert!(files.look().unwrap().is_none(), "said once");
    }
}
