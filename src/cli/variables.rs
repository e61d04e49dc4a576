//! What the command line says of Terraform's variables. Two options, whose order counts.

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::arguments::pair;

/// In the order given.
#[derive(Clone, Debug)]
pub(super) struct Variables {
    pub(super) given: Vec<Given>,
    /// Whether the environment counts.
    pub(super) environment: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Value(String, String),
    /// Paths, joined by commas.
    Files(String),
}

#[derive(Args, Debug)]
struct Options {
    /// The value of a Terraform variable: plain text for a variable of text, number, truth value
    /// or no type, otherwise HCL; can be given many times
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = pair)]
    values: Vec<(String, String)>,

    /// Values of Terraform variables, from a `.tfvars` or `.tfvars.json` file. Of --var and the
    /// files of one deployment, joined by commas (`common.tfvars,prod.tfvars`), the later
    /// replaces what the earlier says. Given several times, each is a deployment of its own, and
    /// a finding that not all have names those that do
    #[arg(long = "var-file", value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    files: Vec<String>,

    /// Take values of Terraform variables from TF_VAR_* in the environment, too; these replace
    /// nothing but defaults
    #[arg(long = "var-env")]
    environment: bool,
}

impl FromArgMatches for Variables {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let options = Options::from_arg_matches(matches)?;
        let at = |id| matches.indices_of(id).into_iter().flatten();
        let values = options.values.into_iter().map(|(name, value)| Given::Value(name, value));
        let files = options.files.into_iter().map(Given::Files);
        let mut given: Vec<(usize, Given)> =
            at("values").zip(values).chain(at("files").zip(files)).collect();
        given.sort_by_key(|it| it.0);
        let given = given.into_iter().map(|it| it.1).collect();
        Ok(Self { given, environment: options.environment })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Variables {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}
