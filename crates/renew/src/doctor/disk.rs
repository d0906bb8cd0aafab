//! The data folder: whether it takes what is written, and for how long yet.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Area, Finding};
use crate::config::Config;

const AREA: Area = Area::Disk;
const MEGABYTE: u64 = 1024 * 1024;
/// The database needs room for its log, and for itself once more when it is cleared up.
const FREE_MIN: u64 = 100 * MEGABYTE;
/// A large community's database and a night's copies of it.
const FREE_GOOD: u64 = 1024 * MEGABYTE;

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let folder = &config.data;
    if matches!(folder.try_exists(), Ok(false)) {
        return vec![AREA.warning(format!(
            "There is no folder {} yet; if you have a community, name its folder with --data, and \
             otherwise the first start makes it.",
            folder.display()
        ))];
    }
    let mut findings = vec![judge_writing(folder, Probe::write(folder).map(drop))];
    if let Some(free) = free_bytes(folder) {
        findings.push(judge_space(folder, free));
    }
    findings
}

/// A file that was written to try the disk, and goes when this does.
#[derive(Debug)]
pub(super) struct Probe {
    path: PathBuf,
    file: File,
}

impl Probe {
    /// Writes a file and waits until it is on the disk.
    pub(super) fn write(folder: &Path) -> io::Result<Self> {
        let path = folder.join(format!("doctor-{}.probe", std::process::id()));
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).open(&path)?;
        let mut probe = Self { path, file };
        probe.file.write_all(b"Renew was here.")?;
        probe.file.sync_all()?;
        Ok(probe)
    }

    pub(super) fn written(&self) -> Option<SystemTime> {
        self.file.metadata().ok()?.modified().ok()
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        // It holds nothing.
        let _ = fs::remove_file(&self.path);
    }
}

/// Nothing where the system does not say.
fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let told = rustix::fs::statvfs(folder).ok()?;
        Some(told.f_bavail.saturating_mul(told.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Whether a folder is on another machine, as far as the system says: that one's clock dates what
/// is written.
pub(super) fn is_of_network(folder: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        // NFS, SMB (three ages of it), AFS, Ceph and 9P, by their numbers in the kernel's magic.h.
        const KINDS: [i64; 7] = [
            0x6969,
            0x517b,
            0xfe53_4d42,
            0xff53_4d42,
            0x5346_414f,
            0x00c3_6400,
            0x0102_1997,
        ];
        let told = rustix::fs::statfs(folder).ok();
        // It is narrower on some machines.
        #[allow(clippy::useless_conversion)]
        told.is_some_and(|told| KINDS.contains(&i64::from(told.f_type)))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        false
    }
}

fn judge_writing(folder: &Path, written: io::Result<()>) -> Finding {
    let folder = folder.display();
    let Err(error) = written else {
        return AREA.well(format!("{folder} takes what is written, and keeps it."));
    };
    AREA.broken(match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => format!(
            "This account may not write into {folder} ({error}): give it the folder (chown), mount \
             it for writing, or run doctor as the account that serves."
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => format!(
            "The disk of {folder} is full: make room, or move the folder to a larger one and name \
             it with --data."
        ),
        io::ErrorKind::NotADirectory => {
            format!("{folder} is a file, not a folder: name the community's folder with --data.")
        }
        _ => format!(
            "What is written into {folder} does not reach the disk ({error}): look into the \
             machine's log (dmesg) for what is wrong with it."
        ),
    })
}

fn judge_space(folder: &Path, free: u64) -> Finding {
    let (folder, megabytes) = (folder.display(), free / MEGABYTE);
    if free < FREE_MIN {
        AREA.broken(format!(
            "Only {megabytes} MB are free where {folder} is, and soon nothing more is kept: make room."
        ))
    } else if free < FREE_GOOD {
        AREA.warning(format!(
            "{megabytes} MB are free where {folder} is: make room before it is full."
        ))
    } else {
        AREA.well(format!("{megabytes} MB are free where {folder} is."))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Grade;
    use super::*;

    #[test]
    fn what_keeps_from_writing_is_named() {
        let folder = Path::new("/data");
        assert_eq!(judge_writing(folder, Ok(())).grade, Grade::Well);
        for (kind, word) in [
            (io::ErrorKind::PermissionDenied, "chown"),
            (io::ErrorKind::ReadOnlyFilesystem, "mount"),
            (io::ErrorKind::StorageFull, "is full"),
            (io::ErrorKind::NotADirectory, "is a file"),
            (io::ErrorKind::Other, "dmesg"),
        ] {
            let finding = judge_writing(folder, Err(kind.into()));
            assert_eq!(finding.grade, Grade::Broken);
            assert!(finding.sentence.contains(word), "{finding:?}");
            assert!(finding.sentence.contains("/data"), "{finding:?}");
        }
    }

    #[test]
    fn space_is_judged_before_it_is_gone() {
        for (free, grade) in [
            (0, Grade::Broken),
            (FREE_MIN, Grade::Warning),
            (FREE_GOOD, Grade::Well),
        ] {
            assert_eq!(judge_space(Path::new("/data"), free).grade, grade);
        }
    }

    #[test]
    fn trying_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let probe = Probe::write(folder.path()).unwrap();
        assert!(probe.written().is_some());
        drop(probe);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(free_bytes(folder.path()).unwrap() > 0);
        assert!(!is_of_network(Path::new("/proc")));
    }
}
