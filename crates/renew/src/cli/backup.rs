//! `renew backup` and `renew restore`.
//!
//! The database and the keys are copied by two calls on purpose: a copy of both together would
//! bring back the words of somebody who was erased. Keep the two copies apart, and throw old
//! copies of the keys away.

use std::path::PathBuf;

use store::{Keys, Store};

use super::Place;

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
        Store::backup(&args.place.database(), to)
            .map_err(|error| format!("The backup was not made: {error}"))?;
        say(&format!(
            "The database is copied to {}. The keys are not in it.",
            to.display()
        ));
    }
    if let Some(to) = &args.keys_to {
        Keys::backup(&args.place.data.join("keys.db"), to)
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
    let nothing = |error| format!("Nothing was restored: {error}");
    let database = args.place.database();
    let _alone = Store::hold(&database).map_err(nothing)?;
    Store::restore(&args.from, &database).map_err(nothing)?;
    say(
        "The database is restored. Put keys.db and master.key into the data folder before you serve it.",
    );
    Ok(())
}

#[allow(clippy::print_stdout)] // The operator reads it.
fn say(sentence: &str) {
    println!("{sentence}");
}
