//! `renew backup` and `renew restore`.
//!
//! The database and the keys are copied by two calls on purpose: a copy of both together would
//! bring back the words of somebody who was erased. Keep the two copies apart, and throw old
//! copies of the keys away.

use std::path::PathBuf;

use store::{Keys, Store};

use super::Place;
use crate::site::chance::Chance;

/// What is copied, and to where.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct BackupArgs {
    #[command(flatten)]
    place: Place,
    /// The file to write the copy of the database to; it must not exist yet.
    #[arg(long)]
    to: Option<PathBuf>,
    /// The file to write the copy of the keys to; keep it apart from the database's.
    #[arg(long)]
    keys_to: Option<PathBuf>,
}

/// What is restored, and into what.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct RestoreArgs {
    #[command(flatten)]
    place: Place,
    /// A copy that `renew backup` wrote.
    #[arg(long)]
    from: PathBuf,
}

pub(super) fn backup(args: &BackupArgs) -> Result<(), String> {
    if args.to.is_none() && args.keys_to.is_none() {
        return Err(
            "Say where to: --to FILE for the database, --keys-to FILE for the keys.".into(),
        );
    }
    if let Some(to) = &args.to {
        let store = Store::open(&args.place.database())
            .map_err(|error| format!("The database can't be opened: {error}"))?;
        store
            .backup(to)
            .map_err(|error| format!("The backup was not made: {error}"))?;
        say(&format!(
            "The database is copied to {}. The keys are not in it.",
            to.display()
        ));
    }
    if let Some(to) = &args.keys_to {
        let data = &args.place.data;
        let fresh = Chance::System.bytes::<32>();
        let keys = Keys::open(&data.join("keys.db"), &data.join("master.key"), fresh)
            .map_err(|error| format!("The keys can't be opened: {error}"))?;
        keys.backup(to)
            .map_err(|error| format!("The keys were not copied: {error}"))?;
        say(&format!(
            "The keys are copied to {}. They are wrapped by master.key, which you keep as well, \
             apart from both.",
            to.display()
        ));
    }
    Ok(())
}

pub(super) fn restore(args: &RestoreArgs) -> Result<(), String> {
    std::fs::create_dir_all(&args.place.data)
        .map_err(|error| format!("{} can't be made: {error}", args.place.data.display()))?;
    Store::restore(&args.from, &args.place.database())
        .map_err(|error| format!("Nothing was restored: {error}"))?;
    say(
        "The database is restored. Put keys.db and master.key into the data folder before you serve it.",
    );
    Ok(())
}

#[allow(clippy::print_stdout)] // The operator reads it.
fn say(sentence: &str) {
    println!("{sentence}");
}
