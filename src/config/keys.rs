//! The words that a file may use.

/// At the top.
pub const TOP: [&str; 11] = [
    "select",
    "extend-select",
    "ignore",
    "severity",
    "fail-on",
    "strict",
    "require-reason",
    "exclude",
    "deployment",
    "attest",
    "except",
];

pub const DEPLOYMENT: [&str; 7] =
    ["name", "paths", "var-files", "variables", "parameter-files", "parameters", "region"];

pub const ATTEST: [&str; 4] = ["cluster", "vpc", "reason", "until"];

pub const EXCEPT: [&str; 5] = ["rules", "paths", "addresses", "reason", "until"];
