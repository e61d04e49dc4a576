//! What a shell and `man` are told of the command line.

use std::fmt;
use std::io::{self, Write};

use clap::{Args, Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::arguments::Arguments;

/// Write the completions of a shell to standard output
#[derive(Args, Debug)]
#[command(after_help = "\
Where they go:
  bash        wirelint completions bash > ~/.local/share/bash-completion/completions/wirelint
  zsh         wirelint completions zsh > \"${fpath[1]}/_wirelint\"
  fish        wirelint completions fish > ~/.config/fish/completions/wirelint.fish
  powershell  wirelint completions powershell >> $PROFILE
  elvish      wirelint completions elvish >> ~/.config/elvish/rc.elv")]
pub(super) struct Completions {
    #[arg(value_enum)]
    shell: Shell,
}

/// Write a page for `man` to standard output
#[derive(Args, Debug)]
#[command(after_help = "`wirelint man check | man -l -` shows the page of `check`.")]
pub(super) struct Pages {
    /// The command that the page is about; without it, all of wirelint
    command: Option<String>,

    /// List the commands that have a page
    #[arg(long, conflicts_with = "command")]
    list: bool,
}

/// There is no such command.
#[derive(Debug)]
pub(super) struct NoSuchCommand(String);

impl fmt::Display for NoSuchCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no command `{}`", self.0)
    }
}

pub(super) fn completions(arguments: &Completions, out: &mut dyn Write) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut complete(), "wirelint", &mut script);
    out.write_all(&script)
}

/// All that can be typed: what belongs to `check` also where `check` is left out.
fn complete() -> Command {
    let command = Arguments::command();
    let check = command.find_subcommand("check").expect("`check` is a command").clone();
    command.args(check.get_arguments())
}

/// Nothing if there is no such command.
pub(super) fn page(
    arguments: &Pages,
    out: &mut dyn Write,
) -> io::Result<Result<(), NoSuchCommand>> {
    let mut command = Arguments::command().disable_help_subcommand(true);
    if arguments.list {
        let mut names = command.get_subcommands().map(Command::get_name);
        return names.try_for_each(|it| writeln!(out, "{it}")).map(Ok);
    }
    command.build();
    let page = match &arguments.command {
        None => command,
        Some(name) => match command.find_subcommand(name) {
            Some(it) => it.clone(),
            None => return Ok(Err(NoSuchCommand(name.clone()))),
        },
    };
    // Without a date: the same program writes the same page.
    Man::new(page).source(concat!("wirelint ", env!("CARGO_PKG_VERSION"))).render(out).map(Ok)
}
