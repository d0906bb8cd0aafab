//! `renew door`: lets somebody back in when nobody in the community can.

use super::{Place, serve};
use crate::App;
use crate::config::Config;
use crate::site::chance::Chance;
use crate::site::clock::Clock;

/// Whom to let back in.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct DoorArgs {
    #[command(flatten)]
    place: Place,
    /// The address that people type, such as https://renew.example.org.
    #[arg(long, env = "RENEW_ORIGIN")]
    origin: Option<String>,
    /// The name that the person has here. Make sure that it is them.
    name: String,
}

#[allow(clippy::print_stdout)] // The operator reads it.
pub(super) fn run(args: &DoorArgs) -> Result<(), String> {
    // Where `serve` listens unless it is told otherwise.
    let mut config = Config::local(args.place.data.clone(), ([127, 0, 0, 1], 8080).into());
    config.database = args.place.database();
    let failed = |error: String| format!("The link can't be made: {error}");
    refuse_nothing(&config).map_err(failed)?;
    if let Some(origin) = &args.origin {
        config.origin = super::origin::read(origin)?;
    }
    serve::runtime()?.block_on(async {
        let app = App::open(config, Clock::System, Chance::System)?;
        let link = crate::people::back_door_link(&app, &args.name)
            .await
            .map_err(|problem| format!("The link can't be made: {:?}", problem.kind))?;
        let path = link.ok_or("Nobody here has this name.")?;
        println!("opens once, within a day: {}{path}", app.config.origin);
        Ok(())
    })
}

/// Opening would make a new community where there is none, or half of one where the database is
/// elsewhere, and a backup would later copy it in good faith.
pub(super) fn refuse_nothing(config: &Config) -> Result<(), String> {
    let is_there = |name| config.data.join(name).is_file();
    if !is_there("master.key") || !is_there("keys.db") {
        return Err(format!(
            "There is no community in {}.",
            config.data.display()
        ));
    }
    store::Store::look(&config.database)
        .map_err(|error| format!("The community can't be opened: {error}"))
}
