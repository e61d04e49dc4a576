//! Why a run could not take place, and what to do about it.

use std::fmt;

use crate::project::parameters::Unusable;
use crate::text::{Position, Sources};

/// Why the run could not take place.
#[derive(Debug)]
pub enum Error {
    NoSuchPath(String),
    /// A file that was to give values.
    Values(ValuesOf, Unusable, Sources),
    /// A `wirelint.toml`.
    Config(Unusable, Sources),
}

/// What a file gives values to.
#[derive(Clone, Copy, Debug)]
pub enum ValuesOf {
    Parameters,
    Variables,
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Error::Values(of, Unusable::Malformed(_), _) => Some(match of {
                ValuesOf::Parameters => {
                    "a parameter file is one that the AWS CLI, CodePipeline, Git sync or SAM reads"
                }
                ValuesOf::Variables => {
                    "a var file has lines `name = value`, or one JSON object if it ends in `.json`"
                }
            }),
            Error::Values(..) | Error::Config(..) | Error::NoSuchPath(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = |of: &ValuesOf| match of {
            ValuesOf::Parameters => "parameter file",
            ValuesOf::Variables => "var file",
        };
        match self {
            Error::NoSuchPath(path) => write!(f, "no such file or folder: {path}"),
            Error::Values(of, Unusable::Absent(path), _) => {
                write!(f, "no such {}: {path}", noun(of))
            }
            Error::Values(of, Unusable::Unreadable(path, error), _) => {
                write!(f, "cannot read the {} {path}: {error}", noun(of))
            }
            Error::Config(Unusable::Absent(path), _) => write!(f, "no such file: {path}"),
            Error::Config(Unusable::Unreadable(path, error), _) => {
                write!(f, "cannot read {path}: {error}")
            }
            Error::Values(_, Unusable::Malformed(error), sources)
            | Error::Config(Unusable::Malformed(error), sources) => {
                let Position { line, column } = sources.position(error.span.file, error.span.start);
                let path = &sources.get(error.span.file).path;
                write!(f, "{path}:{line}:{column}: {}", error.message)
            }
        }
    }
}

impl std::error::Error for Error {}
