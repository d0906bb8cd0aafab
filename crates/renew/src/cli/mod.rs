//! The command line.

mod backup;
mod calendar;
mod demo;
mod doctor;
mod door;
mod formats;
mod meetings;
mod options;
mod origin;
pub mod serve;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// Peer-led recovery support, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "renew", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show a circle with simulated peers, in a community that is gone when you stop it.
    Demo(demo::DemoArgs),
    /// Serve a community.
    Serve(ServeArgs),
    /// Say what is wrong with a set-up, and how to mend it. Give it the options of serve, and run
    /// it as the account that serves.
    Doctor(ServeArgs),
    /// Copy the database, and apart from it the keys, while the program runs.
    Backup(backup::BackupArgs),
    /// Fill an empty database from a copy of one.
    Restore(backup::RestoreArgs),
    /// Print a link that lets somebody back in who has lost their phone and their words.
    Door(door::DoorArgs),
    /// Look at files of meetings, and for meetings.
    Meetings(meetings::MeetingsArgs),
    /// Look at files of session formats, and write them.
    #[command(subcommand)]
    Formats(formats::FormatsCommand),
    /// Look into calendar files.
    #[command(subcommand)]
    Calendar(calendar::CalendarCommand),
}

/// Where a community lives.
#[derive(Clone, Debug, clap::Args)]
struct Place {
    /// The folder that holds the database, the keys and the master key.
    #[arg(long, env = "RENEW_DATA", default_value = "renew-data")]
    data: PathBuf,
    /// `sqlite:PATH` or `postgres://...`; by default SQLite in the data folder. Where it holds a
    /// password, put it into the environment variable.
    #[arg(long, env = "RENEW_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

impl Place {
    fn database(&self) -> String {
        let inside = || format!("sqlite:{}", self.data.join("renew.db").display());
        self.database.clone().unwrap_or_else(inside)
    }
}

/// How a community is served. Each can also be given by an environment variable.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    place: Place,
    /// Address and port to listen at; port 0 takes a free one.
    #[arg(long, env = "RENEW_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The address that people type, such as https://renew.example.org.
    #[arg(long, env = "RENEW_ORIGIN")]
    pub(crate) origin: Option<String>,
    /// The header by which a proxy in front tells where a request comes from.
    #[arg(long, env = "RENEW_PROXY_HEADER")]
    pub(crate) proxy_header: Option<String>,
    /// The community's name.
    #[arg(long, env = "RENEW_COMMUNITY", default_value = "Renew")]
    pub(crate) community: String,
    /// Let feeds be asked for in this machine's own network, and without encryption. Whoever
    /// coordinates can then read what this machine can.
    #[arg(long, env = "RENEW_ASK_OWN_NETWORK")]
    pub(crate) ask_own_network: bool,
    /// Run sessions this many times faster than real, to try things out.
    #[arg(long, env = "RENEW_PACE", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) pace: u32,
    #[command(flatten)]
    https: options::HttpsArgs,
    #[command(flatten)]
    media: options::MediaArgs,
}

/// The libraries that carry voices: they tell people's addresses, and say a line for what any stranger
/// sends to an open port.
const NEVER_LOGGED: [&str; 5] = ["str0m", "str0m_proto", "is", "dimpl", "sctp_proto"];

/// What is logged, by what the operator asked for (`RENEW_LOG`).
fn log_filter(asked: Option<&str>) -> EnvFilter {
    let filter = asked
        .and_then(|asked| EnvFilter::try_new(asked).ok())
        .unwrap_or_else(|| EnvFilter::new("info"));
    let off = NEVER_LOGGED.map(|library| format!("{library}=off").parse());
    off.into_iter()
        .flatten()
        .fold(filter, EnvFilter::add_directive)
}

/// Runs the program; the sentence of an error is for the operator.
///
/// # Errors
/// What the command could not do, in a sentence.
pub fn run() -> Result<(), String> {
    tracing_subscriber::fmt()
        .with_env_filter(log_filter(std::env::var("RENEW_LOG").ok().as_deref()))
        .with_writer(std::io::stderr)
        .init();
    let given = Cli::command().get_matches();
    refuse_open_password(&given)?;
    let cli = Cli::from_arg_matches(&given).unwrap_or_else(|error| error.exit());
    match cli.command {
        Command::Demo(args) => demo::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Door(args) => door::run(&args),
        Command::Meetings(args) => meetings::run(&args),
        Command::Calendar(command) => calendar::run(&command),
        Command::Formats(command) => formats::run(&command),
    }
}

/// What stands in a command is read by everybody on the machine who lists what runs.
fn refuse_open_password(given: &ArgMatches) -> Result<(), String> {
    let mut deepest = given;
    while let Some((_, below)) = deepest.subcommand() {
        deepest = below;
    }
    let has_option = deepest.ids().any(|id| id == DATABASE);
    if !has_option || deepest.value_source(DATABASE) != Some(ValueSource::CommandLine) {
        return Ok(());
    }
    match deepest.get_one::<String>(DATABASE) {
        Some(url) if holds_password(url) => Err(
            "Everybody on this machine can read the password in --database: leave the option out, and \
             put the same address into the environment variable RENEW_DATABASE (docs/operators.md \
             says how)."
                .into(),
        ),
        _ => Ok(()),
    }
}

/// The option's identifier, which is its field's name.
const DATABASE: &str = "database";

/// Whether the address of a database holds a password: `postgres://NAME:PASSWORD@HOST`, or among
/// what follows a question mark.
fn holds_password(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else {
        return false;
    };
    let (place, settings) = rest.split_once('?').unwrap_or((rest, ""));
    let in_front = place
        .rsplit_once('@')
        .and_then(|(who, _)| who.split_once(':'))
        .is_some_and(|(_, password)| !password.is_empty());
    let mut settings = settings.split('&');
    in_front || settings.any(|setting| setting.starts_with("password="))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn libraries_that_tell_addresses_say_nothing_whatever_is_asked_for() {
        for asked in [None, Some("debug"), Some("str0m=trace"), Some("=nonsense=")] {
            let filter = log_filter(asked).to_string();
            for library in NEVER_LOGGED {
                assert!(filter.contains(&format!("{library}=off")), "{filter}");
            }
        }
    }

    #[test]
    fn a_password_is_refused_on_the_command_line() {
        for (command, database, refused) in [
            ("serve", "postgres://kim:secret@db.example/renew", true),
            ("backup", "postgresql://kim:a:b@/renew?host=/run", true),
            ("door", "postgres:///renew?user=kim&password=secret", true),
            ("serve", "postgres://kim@db.example:5432/renew", false),
            ("serve", "postgres://kim:@db.example/renew", false),
            ("serve", "sqlite:/srv/a:b@c.db", false),
        ] {
            let mut arguments = vec!["renew", command, "--database", database];
            if command == "door" {
                arguments.push("Wren");
            }
            let given = Cli::command().try_get_matches_from(arguments).unwrap();
            let said = refuse_open_password(&given);
            assert_eq!(said.is_err(), refused, "{database}: {said:?}");
        }
        for arguments in [&["renew", "serve"][..], &["renew", "demo"]] {
            let given = Cli::command().try_get_matches_from(arguments).unwrap();
            assert!(refuse_open_password(&given).is_ok());
        }
    }

    #[test]
    fn help_shows_nobody_the_address_of_the_database() {
        let mut cli = Cli::command();
        let serve = cli.find_subcommand_mut("serve").unwrap();
        let mut arguments = serve.get_arguments();
        let database = arguments.find(|argument| argument.get_id() == DATABASE);
        assert!(database.unwrap().is_hide_env_values_set());
    }
}
