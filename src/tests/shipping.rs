//! What people install says the same everywhere.

#![expect(clippy::disallowed_methods, reason = "tests read the source")]

use std::fs;
use std::path::Path;

use super::tidy::read;

/// The repository that pre-commit installs the wheel through.
const MIRROR: &str = ".github/pre-commit-mirror";

/// Devices of Windows, where no file can be called so, whatever its extension.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

#[test]
fn the_mirror_installs_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let project = read(&format!("{MIRROR}/pyproject.toml"));
    assert!(project.contains(&format!("dependencies = [\"wirelint=={version}\"]\n")));
    for path in [&format!("{MIRROR}/README.md"), "README.md", "docs/ci.md"] {
        let page = read(path);
        let named = ["rev: v", "wirelint==", "wirelint/wirelint@v"];
        let named = named.iter().flat_map(|it| page.split(it).skip(1));
        let is_it = |it: &str| it.strip_prefix(version).is_some_and(|it| !it.starts_with('.'));
        assert!(named.clone().count() > 0 && named.clone().all(is_it), "{path}");
    }
}

#[test]
fn the_mirror_has_the_same_hooks() {
    let hooks = |path: &str| {
        let text = read(path);
        let at = text.find("- id: ").expect("a hook");
        text[at..].to_owned()
    };
    let ours = hooks(".pre-commit-hooks.yaml").replace("language: rust\n", "language: python\n");
    assert_eq!(hooks(&format!("{MIRROR}/.pre-commit-hooks.yaml")), ours);
}

#[test]
fn every_file_can_be_checked_out_on_windows() {
    let mut todo = ["src", "rules", "testdata", "docs", "examples"].map(str::to_owned).to_vec();
    let mut wrong = Vec::new();
    while let Some(folder) = todo.pop() {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder));
        for entry in entries.expect("a folder") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().expect("UTF-8");
            let path = format!("{folder}/{name}");
            if !is_portable(&name) {
                wrong.push(path.clone());
            }
            if entry.file_type().expect("a type").is_dir() {
                todo.push(path);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let odd = ["nul.yaml", "COM1", "a:b", "trailing.", "aux.tar.gz"];
    assert!(odd.into_iter().all(|it| !is_portable(it)));
    assert!(["null.yaml", "comet.tf", "com.tf"].into_iter().all(is_portable));
}

fn is_portable(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let is_port = |it: &str| matches!(it.as_bytes(), [b'1'..=b'9']);
    let numbered = |device| stem.strip_prefix(device).is_some_and(is_port);
    let is_device = DEVICES.contains(&&*stem) || numbered("com") || numbered("lpt");
    let is_odd = |it: char| it.is_control() || "<>:\"|?*\\".contains(it);
    !is_device && !name.contains(is_odd) && !name.ends_with(['.', ' '])
}
