//! What the operator said, made into settings, or into a sentence that says what doesn't go
//! together.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use super::{ServeArgs, origin};
use crate::config::{Config, Media, host_of, is_this_machine};
use crate::https::{self, Acme, Binding, Https};
use crate::sessions::{TurnSecret, TurnServer, turn_place};

/// Each stands in every offer that a browser is made, and is tried by it.
const ADVERTISED_MAX: usize = 8;
/// One community has one name, and perhaps the old one beside it.
const DOMAINS_MAX: usize = 10;
/// The longest name there can be.
const NAME_CHARS_MAX: usize = 253;
/// coturn's own secrets have some sixty characters; a larger file is another one.
const SECRET_BYTES_MAX: usize = 1024;
/// Where the secret can stand instead of in a file.
const SECRET_VARIABLE: &str = "RENEW_TURN_SECRET";

/// HTTPS in the program itself. Leave it all out where a web server in front does it.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "HTTPS")]
pub(super) struct HttpsArgs {
    /// Your certificate and those between it and its authority, as PEM. Looked at once a minute,
    /// and used anew when it has changed.
    #[arg(long, env = "RENEW_TLS_CERT", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// The certificate's key, as PEM.
    #[arg(long, env = "RENEW_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// The directory of an authority that gives certificates by itself (ACME), such as
    /// https://acme-v02.api.letsencrypt.org/directory. By naming it you agree to its terms.
    #[arg(long, env = "RENEW_ACME_DIRECTORY", value_name = "URL")]
    acme_directory: Option<String>,
    /// A name that the authority's certificate is for; by default that of the origin.
    #[arg(
        long,
        env = "RENEW_ACME_DOMAIN",
        value_name = "NAME",
        value_delimiter = ','
    )]
    acme_domain: Vec<String>,
    /// Whom the authority may write to when something is wrong.
    #[arg(
        long,
        env = "RENEW_ACME_CONTACT",
        value_name = "MAIL",
        value_delimiter = ','
    )]
    acme_contact: Vec<String>,
    /// The name of the account that you have with the authority, where it asks for one (its "EAB
    /// key identifier").
    #[arg(long, env = "RENEW_ACME_EAB_KID", value_name = "NAME")]
    acme_eab_kid: Option<String>,
    /// The file that holds that account's key, as the authority wrote it (its "EAB HMAC key").
    #[arg(long, env = "RENEW_ACME_EAB_KEY_FILE", value_name = "FILE")]
    acme_eab_key_file: Option<PathBuf>,
    /// Whom to trust for the directory, as PEM, where that is a private authority.
    #[arg(long, env = "RENEW_ACME_ROOT", value_name = "FILE")]
    acme_root: Option<PathBuf>,
    /// Also listen here without encryption, to send everybody on to https.
    #[arg(long, env = "RENEW_HTTP_LISTEN", value_name = "ADDRESS")]
    http_listen: Option<SocketAddr>,
}

/// Voice and video.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Voice and video")]
pub(super) struct MediaArgs {
    /// The port for voice and video, both UDP and TCP. Without it there is neither. Where people
    /// come by localhost alone it is open at all addresses of this machine, since Firefox sends
    /// no voices to the loopback; --advertise 127.0.0.1 keeps it there.
    #[arg(long, env = "RENEW_MEDIA_PORT", value_name = "PORT")]
    media_port: Option<u16>,
    /// An address at which people reach that port. Give each: the public one, and those that
    /// people in the same house use.
    #[arg(
        long,
        env = "RENEW_ADVERTISE",
        value_name = "ADDRESS",
        value_delimiter = ','
    )]
    advertise: Vec<IpAddr>,
    /// Your own TURN server, such as turn:turn.example.org:3478.
    #[arg(long, env = "RENEW_TURN_URL", value_name = "URL")]
    turn_url: Option<String>,
    /// The file that holds the secret which you share with the TURN server (coturn's
    /// `static-auth-secret`). The secret can also stand in RENEW_TURN_SECRET.
    #[arg(long, value_name = "FILE")]
    turn_secret: Option<PathBuf>,
}

/// The settings of a program that listens at `listen`.
///
/// # Errors
/// A sentence that says what is missing or does not go together.
pub(super) fn config(args: &ServeArgs, listen: SocketAddr) -> Result<Config, String> {
    let mut config = Config::local(args.place.data.clone(), listen);
    config.database = args.place.database();
    config.proxy_header.clone_from(&args.proxy_header);
    config.community.clone_from(&args.community);
    config.pace = args.pace;
    config.asks_own_network = args.ask_own_network;
    let given = args.origin.as_deref().map(origin::read).transpose()?;
    config.https = https(args, given.as_deref())?;
    config.origin = origin(given, &config.https, listen)?;
    if let (Some(header), true) = (&args.proxy_header, config.https != Https::Off) {
        return Err(format!(
            "With a certificate of its own nobody stands in front of Renew, and whoever comes could \
             write the header {header}: leave --proxy-header out."
        ));
    }
    config.http_listen = args.https.http_listen;
    if config.http_listen.is_some() && config.https == Https::Off {
        return Err(
            "--http-listen sends people on to https: say with --tls-cert and --tls-key where the \
             certificate is, or with --acme-directory who gives one."
                .into(),
        );
    }
    let variable = std::env::var(SECRET_VARIABLE).ok();
    config.media = media(&args.media, variable)?;
    refuse_shared_ports(&config)?;
    Ok(config)
}

/// One port can't be listened at twice. Ports that the system chooses are never the same.
fn refuse_shared_ports(config: &Config) -> Result<(), String> {
    let given = [
        ("--listen", Some(config.listen.port())),
        ("--http-listen", config.http_listen.map(|at| at.port())),
        ("--media-port", config.media.port),
    ];
    for (place, (option, port)) in given.iter().enumerate() {
        let Some(port) = port.filter(|port| *port != 0) else {
            continue;
        };
        let mut before = given[..place].iter();
        if let Some((other, _)) = before.find(|(_, taken)| *taken == Some(port)) {
            return Err(format!(
                "{other} and {option} both name port {port}: give {option} another."
            ));
        }
    }
    Ok(())
}

fn https(args: &ServeArgs, origin: Option<&str>) -> Result<Https, String> {
    let given = &args.https;
    match (&given.tls_cert, &given.tls_key, &given.acme_directory) {
        (Some(_), _, Some(_)) | (_, Some(_), Some(_)) => Err(
            "The certificate comes from files (--tls-cert) or from an authority \
             (--acme-directory): leave one of the two out."
                .into(),
        ),
        (Some(certificate), Some(key), None) => Ok(Https::Files {
            certificate: certificate.clone(),
            key: key.clone(),
        }),
        (Some(_), None, None) => Err("Say with --tls-key where the certificate's key is.".into()),
        (None, Some(_), None) => Err("Say with --tls-cert where the key's certificate is.".into()),
        (None, None, Some(directory)) => acme(args, directory, origin).map(Https::Acme),
        (None, None, None) => without_authority(given).map(|()| Https::Off),
    }
}

/// What only an authority can use shall not be thought to have an effect.
fn without_authority(given: &HttpsArgs) -> Result<(), String> {
    let nothing = given.acme_domain.is_empty()
        && given.acme_contact.is_empty()
        && given.acme_root.is_none()
        && given.acme_eab_kid.is_none()
        && given.acme_eab_key_file.is_none();
    nothing
        .then_some(())
        .ok_or_else(|| "Say with --acme-directory who gives certificates.".into())
}

fn acme(args: &ServeArgs, directory: &str, origin: Option<&str>) -> Result<Acme, String> {
    if !directory.starts_with("https://") {
        return Err(format!(
            "An authority is asked over https: give --acme-directory as https://..., not {directory}."
        ));
    }
    let given = &args.https;
    let mut domains = given.acme_domain.clone();
    if let Some(host) = origin.map(host_of) {
        let is_missing = !domains.iter().any(|name| name.eq_ignore_ascii_case(host));
        // People come to it; where none else is named it is refused below if no authority gives one.
        if is_missing && (domains.is_empty() || is_for_others(host)) {
            domains.insert(0, host.to_owned());
        }
    }
    if domains.is_empty() {
        return Err("Say with --acme-domain which name the certificate is for.".into());
    }
    if domains.len() > DOMAINS_MAX {
        return Err(format!(
            "Give at most {DOMAINS_MAX} names with --acme-domain."
        ));
    }
    if let Some(name) = domains.iter().find(|name| !is_public_name(name)) {
        return Err(format!(
            "An authority gives certificates for names such as renew.example.org, not for {name}."
        ));
    }
    Ok(Acme {
        directory: directory.to_owned(),
        domains,
        contacts: given.acme_contact.clone(),
        binding: binding(given)?,
        root: given.acme_root.clone(),
        folder: https::folder_in(&args.place.data),
        by_http: given.http_listen.is_some(),
    })
}

/// The account that the operator has with the authority, if they named one.
fn binding(given: &HttpsArgs) -> Result<Option<Binding>, String> {
    match (&given.acme_eab_kid, &given.acme_eab_key_file) {
        (None, None) => Ok(None),
        (Some(name), Some(file)) => {
            let read = Binding::read(name, &secret_in(file)?);
            let none = || format!("The file {} holds no key of an account.", file.display());
            read.ok_or_else(none).map(Some)
        }
        _ => Err("--acme-eab-kid and --acme-eab-key-file belong together: give both.".into()),
    }
}

/// Whether a name can be proven by answering at it: letters, digits and hyphens between dots. A
/// star can't, and an address would be renewed by other rules.
fn is_public_name(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    name.len() <= NAME_CHARS_MAX && name.parse::<IpAddr>().is_err() && name.split('.').all(label)
}

/// Whether an authority could look at a host from where it is.
fn is_for_others(host: &str) -> bool {
    is_public_name(host) && !is_this_machine(host)
}

/// The address that people type: what was given, or a guess that suits a first start.
fn origin(given: Option<String>, https: &Https, listen: SocketAddr) -> Result<String, String> {
    let is_secret = *https != Https::Off;
    let Some(given) = given else {
        if let Https::Acme(acme) = https
            && let Some(name) = acme.domains.first()
        {
            // The authority looks at port 443, so that is where people come as well.
            return Ok(format!("https://{name}"));
        }
        let scheme = if is_secret { "https" } else { "http" };
        return Ok(format!("{scheme}://localhost:{}", listen.port()));
    };
    if is_secret && !given.starts_with("https://") {
        return Err(format!(
            "With a certificate, people come by https: give --origin as https://..., not {given}."
        ));
    }
    Ok(given)
}

fn media(args: &MediaArgs, secret_variable: Option<String>) -> Result<Media, String> {
    if args.media_port.is_none() && !args.advertise.is_empty() {
        return Err("--advertise says where the media port is: give --media-port as well.".into());
    }
    if args.advertise.len() > ADVERTISED_MAX {
        return Err(format!(
            "Give at most {ADVERTISED_MAX} addresses with --advertise."
        ));
    }
    if let Some(address) = args
        .advertise
        .iter()
        .find(|address| reaches_nobody(address))
    {
        return Err(format!(
            "Nobody can be reached at {address}: give an address of this machine, or of the router \
             before it."
        ));
    }
    Ok(Media {
        port: args.media_port,
        advertise: args.advertise.clone(),
        turn: turn(args, secret_variable)?,
    })
}

fn reaches_nobody(address: &IpAddr) -> bool {
    address.is_unspecified() || address.is_multicast()
}

fn turn(args: &MediaArgs, secret_variable: Option<String>) -> Result<Option<TurnServer>, String> {
    let Some(url) = &args.turn_url else {
        return match args.turn_secret {
            Some(_) => Err("Say with --turn-url where the TURN server is.".into()),
            None => Ok(None),
        };
    };
    // A browser that reads another form makes no connection at all, not even a direct one.
    if turn_place(url).is_none() {
        return Err(format!(
            "A TURN server is named turn:HOST:PORT or turns:HOST:PORT, perhaps with ?transport=tcp \
             or ?transport=udp behind it, not {url}."
        ));
    }
    let secret = match &args.turn_secret {
        Some(file) => secret_in(file)?,
        None => secret_variable.ok_or_else(|| {
            format!("Put the TURN server's secret into {SECRET_VARIABLE}, or name its file with --turn-secret.")
        })?,
    };
    let secret = secret.trim();
    if secret.is_empty() {
        return Err("The TURN server's secret is empty.".into());
    }
    Ok(Some(TurnServer {
        url: url.clone(),
        secret: TurnSecret::new(secret.to_owned()),
    }))
}

fn secret_in(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file)
        .map_err(|error| format!("The file {} can't be read: {error}", file.display()))?;
    let text = (bytes.len() <= SECRET_BYTES_MAX)
        .then(|| String::from_utf8(bytes).ok())
        .flatten();
    text.ok_or_else(|| format!("The file {} does not hold one secret.", file.display()))
}

#[cfg(test)]
mod tests;
