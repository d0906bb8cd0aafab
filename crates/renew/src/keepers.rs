//! Every slice that keeps something of a person, for *My data* and for erasing. A new slice with
//! a table that holds a person is not done before it stands here.

use crate::people::Keeper;
use crate::{formats, groups, people, safety, sessions};

/// In the order in which a person reads them on the page (the file is sorted by key, as JSON
/// has no order). Erasing goes through them from the last to the
/// first, so that the person's own row goes last.
pub const KEEPERS: &[Keeper] = &[
    people::KEEPER,
    Keeper {
        key: "groups",
        export: groups::export,
        erase: groups::erase,
    },
    Keeper {
        key: "sessions",
        export: sessions::export,
        erase: sessions::erase,
    },
    Keeper {
        key: "formats",
        export: formats::export,
        erase: formats::erase,
    },
    Keeper {
        key: "safety",
        export: safety::export,
        erase: safety::erase,
    },
];
