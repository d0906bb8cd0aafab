//! What the tests need beside Rust, found on this machine or installed where that is possible.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;

/// The oldest Node that the browser tests run on: Debian 12's.
const NODE_MAJOR_MIN: u32 = 18;

/// A program the tests need, and the Debian packages that bring it.
struct Need {
    name: &'static str,
    packages: &'static [&'static str],
    found: fn() -> Option<PathBuf>,
}

const NEEDS: &[Need] = &[
    Need {
        name: "Chromium",
        packages: &["chromium"],
        found: chromium,
    },
    Need {
        name: "Node",
        packages: &["nodejs"],
        found: || command::find("node"),
    },
    Need {
        name: "npm",
        packages: &["npm"],
        found: || command::find("npm"),
    },
    Need {
        name: "PostgreSQL",
        packages: &["postgresql"],
        found: || postgres_tool("initdb"),
    },
    // These two make the weak link that some people of the tests are behind.
    #[cfg(target_os = "linux")]
    Need {
        name: "ip",
        packages: &["iproute2"],
        found: || command::find("ip").or_else(|| command::find_in("/usr/sbin", "ip")),
    },
    #[cfg(target_os = "linux")]
    Need {
        name: "socat",
        packages: &["socat"],
        found: || command::find("socat"),
    },
];

/// Makes sure that all programs are there, installing Debian's where something is missing and we
/// may.
///
/// # Errors
/// A sentence that says what is missing and how to get it.
pub(crate) fn programs(root: &Path) -> Result<(), String> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|n| (n.found)().is_none()).collect();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().flat_map(|n| n.packages).copied().collect();
        install(root, &packages)?;
    }
    for need in NEEDS {
        match (need.found)() {
            Some(path) => println!("{}: {}", need.name, path.display()),
            None => return Err(please_install(need.name, need.packages)),
        }
    }
    node_is_new_enough()
}

/// Makes sure that cargo can format and lint, which a small installation of Rust leaves out.
///
/// # Errors
/// A sentence that says what is missing and how to get it.
pub(crate) fn components(root: &Path) -> Result<(), String> {
    let missing = || {
        ["fmt", "clippy"]
            .into_iter()
            .find(|tool| command::quietly(command::cargo(root).args([tool, "--version"])).is_err())
    };
    if missing().is_some() && command::find("rustup").is_some() {
        println!("rustup component add rustfmt clippy");
        let mut rustup = command::program(root, "rustup");
        command::quietly(rustup.args(["component", "add", "rustfmt", "clippy"]))?;
    }
    match missing() {
        None => Ok(()),
        Some(tool) => Err(format!(
            "`cargo {tool}` isn't here. With rustup: rustup component add rustfmt clippy. With \
             Debian's Rust: sudo apt-get install rustfmt rust-clippy."
        )),
    }
}

/// A Chromium, named by `CHROMIUM` or in one of the places that distributions use.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|p| p.is_file());
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| command::find(name))
}

/// One of PostgreSQL's own tools; Debian keeps the server's outside of PATH.
pub(crate) fn postgres_tool(name: &str) -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut tools: Vec<(u32, PathBuf)> = versions
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin").join(name)))
        })
        .filter(|(_, tool)| tool.is_file())
        .collect();
    tools.sort();
    command::find(name).or_else(|| tools.pop().map(|(_, tool)| tool))
}

/// The development packages of `package-lock.json`, installed again only when that file changed.
///
/// # Errors
/// A sentence with what npm said.
pub(crate) fn node_modules(root: &Path) -> Result<(), String> {
    let lock = fs::read_to_string(root.join("package-lock.json"))
        .map_err(|error| format!("package-lock.json can't be read: {error}"))?;
    let stamp = root.join("node_modules/.installed-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("npm ci");
    command::quietly(command::program(root, "npm").args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock)
        .map_err(|error| format!("{} can't be written: {error}", stamp.display()))
}

/// Whether the development packages are there, as they should be for this lock file.
pub(crate) fn has_node_modules(root: &Path) -> bool {
    let lock = fs::read_to_string(root.join("package-lock.json")).unwrap_or_default();
    fs::read_to_string(root.join("node_modules/.installed-lock")).is_ok_and(|have| have == lock)
}

fn install(root: &Path, packages: &[&str]) -> Result<(), String> {
    let what = packages.join(" ");
    if command::find("apt-get").is_none() {
        return Err(please_install(&what, packages));
    }
    let Some(mut prefix) = as_root(root) else {
        return Err(please_install(&what, packages));
    };
    println!("installing {what}");
    let mut apt = |args: &[&str]| {
        let program = prefix.remove(0);
        let mut apt = command::program(root, &program);
        apt.args(&prefix).args(args);
        prefix.insert(0, program);
        command::quietly(apt.env("DEBIAN_FRONTEND", "noninteractive"))
    };
    // Lists may be old without harm; an install that can't find a package says so itself.
    if let Err(sentence) = apt(&["update"]) {
        println!("{sentence}");
    }
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(packages);
    apt(&install).map(drop)
}

/// How to call apt-get with the rights to install: by itself as root, or by a sudo that asks for
/// no password, since nobody may be there to type one.
fn as_root(root: &Path) -> Option<Vec<String>> {
    let me = command::quietly(command::program(root, "id").arg("-u")).ok()?;
    if me.trim() == "0" {
        return Some(vec!["apt-get".into()]);
    }
    command::quietly(command::program(root, "sudo").args(["-n", "true"])).ok()?;
    let words = ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND", "apt-get"];
    Some(words.map(String::from).to_vec())
}

fn please_install(what: &str, packages: &[&str]) -> String {
    format!(
        "The tests need {what}, which isn't here and can't be installed by this command. \
         On Debian: sudo apt-get install {}. Elsewhere, install what goes by that name; \
         a Chromium outside of PATH can be named by the variable CHROMIUM.",
        packages.join(" ")
    )
}

fn node_is_new_enough() -> Result<(), String> {
    let said = command::quietly(Command::new("node").arg("--version"))?;
    match node_major(&said) {
        Some(major) if major >= NODE_MAJOR_MIN => Ok(()),
        _ => Err(format!(
            "The browser tests need Node {NODE_MAJOR_MIN} or newer; this one is {}.",
            said.trim()
        )),
    }
}

fn node_major(said: &str) -> Option<u32> {
    said.trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_that_node_says() {
        assert_eq!(node_major("v20.11.1\n"), Some(20));
        assert_eq!(node_major("20"), None);
    }

    #[test]
    fn what_is_missing_is_said_with_the_way_to_get_it() {
        let sentence = please_install("Chromium", &["chromium"]);
        assert!(sentence.contains("apt-get install chromium"), "{sentence}");
    }
}
