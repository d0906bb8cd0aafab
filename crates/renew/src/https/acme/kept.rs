//! The account and the certificate, in a folder of the data folder. Both hold keys: they are
//! their owner's alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use instant_acme::AccountCredentials;
use serde::{Deserialize, Serialize};

use super::super::certificate::{Flaw, Loaded, read};
use super::super::files::bytes;

const ACCOUNT: &str = "account.json";
/// The chain, and its key behind it: one file, so that they never come apart.
const CERTIFICATE: &str = "certificate.pem";
/// Before the directory in the certificate's first line, which readers of PEM pass over.
const OF: &str = "# of ";
/// Written and removed again, to see whether that can be done.
const TRIED: &str = "tried";

#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
}

/// An account with an authority.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptAccount {
    pub(super) directory: String,
    pub(super) contacts: Vec<String>,
    pub(super) credentials: AccountCredentials,
}

impl Kept {
    /// What is in a folder, whether it is there or not.
    pub(super) fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Makes the folder if there is none, for its owner alone.
    pub(super) fn in_folder(folder: &Path) -> io::Result<Self> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(folder)?;
        Ok(Self::at(folder))
    }

    /// The kept certificate, if there is one.
    pub(super) fn certificate(&self) -> Result<Option<Loaded>, Flaw> {
        let file = self.folder.join(CERTIFICATE);
        // Whatever else keeps it from being read is a flaw.
        if matches!(file.try_exists(), Ok(false)) {
            return Ok(None);
        }
        let pem = bytes(&file)?;
        read(&pem, &pem).map(Some)
    }

    /// Keeps a chain with its key, and of which authority they are.
    pub(super) fn keep_certificate(&self, directory: &str, pem: &str) -> io::Result<()> {
        self.write(CERTIFICATE, format!("{OF}{directory}\n{pem}").as_bytes())
    }

    /// Whether the kept certificate is of another authority than that at `directory`.
    pub(super) fn is_of_another(&self, directory: &str) -> bool {
        let pem = bytes(&self.folder.join(CERTIFICATE)).unwrap_or_default();
        let line = pem.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let of = line.strip_prefix(OF.as_bytes());
        of.is_some_and(|of| of != directory.as_bytes())
    }

    /// Whether anything can be kept here.
    pub(super) fn try_folder(&self) -> io::Result<()> {
        self.write(TRIED, b"Renew was here.")?;
        fs::remove_file(self.folder.join(TRIED))
    }

    /// The account with the authority at `directory`. One that can't be read is made anew.
    pub(super) fn account(&self, directory: &str) -> Option<KeptAccount> {
        let json = bytes(&self.folder.join(ACCOUNT)).ok()?;
        let kept: KeptAccount = serde_json::from_slice(&json).ok()?;
        (kept.directory == directory).then_some(kept)
    }

    pub(super) fn keep_account(&self, account: &KeptAccount) -> Result<(), super::Trouble> {
        let json = serde_json::to_vec(account).map_err(io::Error::from)?;
        Ok(self.write(ACCOUNT, &json)?)
    }

    /// An authority that knows an account no more is asked for another.
    pub(super) fn forget_account(&self) {
        // If it stays, the next try comes back here.
        let _ = fs::remove_file(self.folder.join(ACCOUNT));
    }

    /// Writes a file whole or not at all.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let partial = self.folder.join(format!("{name}.partial"));
        let _ = fs::remove_file(&partial);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let mut file = options.open(&partial)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&partial, self.folder.join(name))?;
        File::open(&self.folder)?.sync_all()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::super::testing::Made;
    use super::*;

    #[test]
    fn a_certificate_is_kept_for_its_owner_alone_and_what_is_none_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("acme");
        let kept = Kept::in_folder(&folder).unwrap();
        assert!(kept.certificate().unwrap().is_none());
        let made = Made::of(&["a.example"]);
        let both = format!("{}{}", made.chain, made.key);
        kept.keep_certificate("https://ca.example/dir", &both)
            .unwrap();
        kept.try_folder().unwrap();
        assert!(!folder.join(TRIED).exists());
        let found = kept.certificate().unwrap().unwrap().certificate;
        assert_eq!(found.names, ["a.example"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&folder), 0o700);
            assert_eq!(mode(&folder.join(CERTIFICATE)), 0o600);
        }
        fs::write(folder.join(CERTIFICATE), "nothing").unwrap();
        assert!(kept.certificate().is_err());
    }
}
