//! Embeds everything under `assets/` in the program and names it by content, so that a browser
//! may keep a file for ever and still gets the new one after an update.
//!
//! The stylesheets become one file, without the layers that their sources stand in: see
//! `build/flatten.rs`.

#[path = "build/flatten.rs"]
mod flatten;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=build");
    let root = Path::new("assets");
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();

    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let mut styles = Vec::new();
    let mut print = Fnv::default();
    let mut table = String::from("pub(super) const FILES: &[(&str, &[u8])] = &[\n");
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        let bytes = fs::read(file)?;
        let name = file
            .strip_prefix(root)
            .unwrap_or(file)
            .to_string_lossy()
            .replace('\\', "/");
        print.add(name.as_bytes());
        print.add(&bytes);
        if name.ends_with(".css") {
            if name != "css/layers.css" {
                styles.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        } else {
            let path = fs::canonicalize(file)?;
            let _ = writeln!(
                table,
                "    ({name:?}, include_bytes!({:?})),",
                path.display()
            );
        }
    }
    let order = fs::read_to_string(root.join("css/layers.css"))?;
    let styles: Vec<(&str, &str)> = styles.iter().map(|(n, t)| (&**n, &**t)).collect();
    let css = flatten::flatten(&order, &styles).map_err(std::io::Error::other)?;
    let css_path = out.join("renew.css");
    fs::write(&css_path, css)?;
    let _ = writeln!(
        table,
        "    (\"renew.css\", include_bytes!({:?})),",
        css_path.display()
    );
    table.push_str("];\n");
    let print = format!("{:016x}", print.0);
    let _ = writeln!(table, "pub(super) const PRINT: &str = {print:?};");
    let icons = format!("/static/{print}/icons.svg");
    let _ = writeln!(table, "pub(super) const ICONS: &str = {icons:?};");
    fs::write(out.join("assets.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// FNV-1a, 64 bits: a content name, not a security measure.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
