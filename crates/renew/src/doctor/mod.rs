//! `renew doctor`: what is wrong with a set-up, and how to mend it, in sentences.
//!
//! Each part first looks (`look`), which can't be tested without the world, and then judges what
//! was seen by a plain function that can. Nothing is changed, nothing is made but a file to try
//! the disk with, and nobody is called whom the operator did not name.
//!
//! - `addresses`: the address that people type, and those that voice and video are offered at.
//! - `ports`: whether the program can listen, or does, for which a program that starts leaves word of
//!   its media port; `reached`: whether people, and who gives certificates, come through to it.
//! - `certificates`: whether browsers will take what is shown to them.
//! - `times`: this machine's clock beside others.
//! - `disk`, `keeping`: the data folder; the database and the keys in it.

mod addresses;
mod certificates;
mod disk;
mod keeping;
mod outside;
mod ports;
mod reached;
#[cfg(test)]
mod tests;
mod times;
mod visit;

use std::fmt;

pub(crate) use ports::say_media_port;

use crate::config::Config;
use crate::site::clock::Clock;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    Addresses,
    Ports,
    Certificate,
    Clock,
    Disk,
    Database,
    Keys,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// As it should be.
    Well,
    /// It may be meant so; the operator knows.
    Note,
    /// It works, and may soon not.
    Warning,
    /// People are kept out, or their words are at risk.
    Broken,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub area: Area,
    pub grade: Grade,
    pub sentence: String,
}

impl Area {
    fn well(self, sentence: impl Into<String>) -> Finding {
        self.finding(Grade::Well, sentence)
    }

    fn note(self, sentence: impl Into<String>) -> Finding {
        self.finding(Grade::Note, sentence)
    }

    fn warning(self, sentence: impl Into<String>) -> Finding {
        self.finding(Grade::Warning, sentence)
    }

    fn broken(self, sentence: impl Into<String>) -> Finding {
        self.finding(Grade::Broken, sentence)
    }

    fn finding(self, grade: Grade, sentence: impl Into<String>) -> Finding {
        Finding {
            area: self,
            grade,
            sentence: sentence.into(),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Addresses => "addresses",
            Self::Ports => "ports",
            Self::Certificate => "certificate",
            Self::Clock => "clock",
            Self::Disk => "disk",
            Self::Database => "database",
            Self::Keys => "keys",
        })
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Well => "well",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Broken => "BROKEN",
        })
    }
}

/// Looks at everything.
pub async fn examine(config: &Config, clock: &Clock) -> Vec<Finding> {
    let is_running = keeping::is_running(config);
    let resolved = addresses::resolve(config).await;
    let mut findings = addresses::look(config, &resolved);
    findings.extend(ports::look(config, is_running).await);
    findings.extend(reached::look(config, is_running, &resolved).await);
    findings.extend(outside::look(config, is_running).await);
    findings.extend(certificates::look(config, is_running, clock.now_ms()).await);
    findings.extend(times::look(config, clock).await);
    findings.extend(disk::look(config));
    findings.extend(keeping::look(config));
    findings
}
