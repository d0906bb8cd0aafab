//! How many connections there may be at once. Each holds one of the files that the system lets a
//! process have open, and so do the database and the relay: without an end to connections, who
//! opens enough of them stops every room.

use super::places::Places;

/// So many files are asked for, where the system lets us have them: all that is below, twice.
const OPEN_FILES_WANTED: u64 = 16 * 1024;
/// What most systems let a process have; it counts where the system doesn't say.
#[cfg(any(test, not(unix)))]
const OPEN_FILES_USUAL: u64 = 1024;
/// Kept for all else: 512 places of the relay, two dozen of the database, the feeds that are asked
/// for, and files that are read and written for a moment.
const KEPT: u64 = 640;
/// An idle connection with TLS takes some 40 KB: this many fit in a small machine, and are seven for
/// each of a thousand people.
const CONNECTIONS_MAX: u64 = 8 * 1024;
/// Who comes without encryption is sent on and gone. Some more are waiting, of which nobody holds
/// more than a part.
const REDIRECTS_MAX: u64 = 64;
const REDIRECTS_PER_NETWORK_MAX: u32 = 16;
/// Sixty people in a hall, behind one address, whose browsers open up to six at once while a page
/// loads; not all do in the same second.
const HALL: u32 = 256;

/// How connections are shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shares {
    /// Pages and live lines.
    pub(crate) connections: u32,
    per_network: u32,
    redirects: u32,
}

impl Shares {
    /// What there is room for beside all else that needs files.
    pub(crate) fn of(open_files: u64) -> Self {
        let redirects = (open_files / 16).clamp(1, REDIRECTS_MAX);
        let left = open_files
            .saturating_sub(KEPT.min(open_files / 2))
            .saturating_sub(redirects);
        let connections = narrow(left.clamp(1, CONNECTIONS_MAX));
        Self {
            connections,
            // A quarter is enough for a network, or a hall's, as long as others have half.
            per_network: (connections / 4).max(HALL).min(connections.div_ceil(2)),
            redirects: narrow(redirects),
        }
    }

    /// For pages and live lines. When everybody comes `through_one`, a web server in front that may
    /// be on another machine, networks are not told apart.
    pub(crate) fn places(self, through_one: bool) -> Places {
        let per_network = if through_one {
            self.connections
        } else {
            self.per_network
        };
        Places::new(self.connections, per_network)
    }

    /// For those who come without encryption, to be sent on.
    pub(super) fn redirects(self) -> Places {
        Places::new(self.redirects, REDIRECTS_PER_NETWORK_MAX)
    }
}

fn narrow(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many files this process may have open, after it has asked for as many as it needs.
pub(crate) fn open_files() -> u64 {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let wanted = maximum.map_or(OPEN_FILES_WANTED, |hard| hard.min(OPEN_FILES_WANTED));
        let current = current.unwrap_or(u64::MAX);
        let asked = Rlimit {
            current: Some(wanted),
            maximum,
        };
        // Where it can't be had, we go on with what there is.
        if current < wanted && setrlimit(Resource::Nofile, asked).is_ok() {
            return wanted;
        }
        current
    }
    #[cfg(not(unix))]
    {
        OPEN_FILES_USUAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_all_else_and_no_network_takes_them_all() {
        for (open_files, connections, per_network, redirects) in [
            (256, 112, 56, 16),
            (OPEN_FILES_USUAL, 448, 224, 64),
            (4096, 3392, 848, 64),
            (u64::MAX, 8192, 2048, 64),
            (0, 1, 1, 1),
        ] {
            let shares = Shares::of(open_files);
            let expected = Shares {
                connections,
                per_network,
                redirects,
            };
            assert_eq!(shares, expected, "{open_files}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn as_many_files_are_asked_for_as_the_system_lets_us_have() {
        use rustix::process::{Resource, getrlimit};
        let told = open_files();
        let limit = getrlimit(Resource::Nofile);
        assert_eq!(limit.current.unwrap_or(u64::MAX), told);
        let hard = limit.maximum.unwrap_or(u64::MAX);
        assert!(told >= hard.min(OPEN_FILES_WANTED));
    }
}
