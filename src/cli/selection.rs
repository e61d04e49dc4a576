//! What the command line says of rules and of configurations.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use crate::config::{Chosen, Selection, Selector};
use crate::files::Files;

/// Which rules look.
#[derive(Args, Debug)]
pub(super) struct Rules {
    /// Rules that look, and no others: ids, the words that ids begin with (`eks`, `emr-plaintext`),
    /// or `all`; given many times or joined by commas. Replaces what wirelint.toml selects and
    /// ignores
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    select: Option<Vec<String>>,

    /// Rules that look as well, such as those that look only where they are selected
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    extend_select: Vec<String>,

    /// Rules that do not look, besides those that wirelint.toml ignores. What names a rule more
    /// narrowly counts for more: `--select emr-invalid-tls --ignore emr`
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    ignore: Vec<String>,
}

impl Rules {
    pub(super) fn selection(&self) -> Selection {
        let list = |it: &[String]| it.iter().map(|it| Selector::new(it, None)).collect();
        Selection {
            select: self.select.as_deref().map(list),
            extend: list(&self.extend_select),
            ignore: list(&self.ignore),
        }
    }
}

/// Which configuration counts.
#[derive(Args, Debug)]
pub(super) struct Configuration {
    /// The configuration for all files, instead of the nearest wirelint.toml to each; paths in it
    /// count from the working directory
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    config: Option<String>,

    /// Look for no wirelint.toml
    #[arg(long, visible_alias = "isolated", conflicts_with = "config")]
    no_config: bool,
}

impl Configuration {
    pub(super) fn chosen(&self, files: &dyn Files) -> Chosen {
        match &self.config {
            Some(path) => Chosen::File(files.named(path)),
            None if self.no_config => Chosen::None,
            None => Chosen::Nearest,
        }
    }
}
