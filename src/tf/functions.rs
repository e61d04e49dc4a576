//! Terraform's built-in functions, as of 1.11.
//!
//! Not here: those that read files or need the evaluator (`try`, `can`, `templatefile`,
//! `templatestring`, `file` and its kin). As with operators, no argument is a [`Kind::If`].

mod base64;
mod call;
mod collection;
mod csv;
mod encoding;
mod format;
mod hash;
mod json;
mod list;
mod map;
mod net;
mod numeric;
mod regex;
mod set;
mod string;
mod time;
mod yaml;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use crate::text::Span;
use crate::tf::convert::{Invalid, because, convert};
use crate::tf::limits;
use crate::value::{Kind, Type, Unknown, Value, Why};

use call::{Call, Outcome, Stop, invalid, taken_apart};

/// The value of `name(args…)`, which stands at `span`.
pub(crate) fn call(name: &str, args: &[Value], span: Span) -> Value {
    let name = name.strip_prefix("core::").unwrap_or(name);
    let function = match function(name) {
        Some(it) => it,
        None if name.starts_with("provider::") => {
            return Value::unknown(Why::Function(name.into()), Type::Any, span)
                .made_from(span, args);
        }
        None => {
            let invalid = Invalid::new(format!("call to unknown function {name:?}"));
            return invalid.value(Type::Any, span);
        }
    };
    let returns = function.returns.kind();
    let value = match run(&function, args, span) {
        Ok(value) => return value,
        Err(Stop::Invalid(it)) => Invalid::new(format!("{name}: {it}")).value(returns, span),
        Err(Stop::Limit(why)) => Value::unknown(why, returns, span),
        Err(Stop::Function) => {
            let unknown = Unknown::new(Why::Function(name.into()), returns).not_null();
            Value::new(Kind::Unknown(Arc::new(unknown)), span)
        }
        Err(Stop::Unknown) => unknown_value(because(args, returns), &function, span),
        Err(Stop::UnknownOf(kind)) => unknown_value(because(args, kind), &function, span),
    };
    value.made_from(span, args)
}

fn unknown_value(unknown: Unknown, function: &Function, span: Span) -> Value {
    // Only what is of any type, an element say, may be null.
    let not_null = !matches!(function.returns, Any | Nullable);
    Value::new(Kind::Unknown(Arc::new(Unknown { not_null, ..unknown })), span)
}

fn run(function: &Function, args: &[Value], span: Span) -> Outcome {
    let least = function.params.len();
    if args.len() < least {
        return invalid(format!("not enough arguments, {least} expected"));
    }
    if args.len() > least && function.rest.is_none() {
        return invalid(format!("too many arguments, only {least} expected"));
    }
    let weight = args.iter().fold(0, |sum: u64, it| sum.saturating_add(it.weight()));
    if weight > limits::MAX_WEIGHT || args.iter().any(limits::is_too_large) {
        return Err(Stop::Limit(limits::SIZE));
    }
    let params = function.params.iter().chain(std::iter::repeat_n(
        function.rest.as_ref().unwrap_or(&Nullable),
        args.len() - least,
    ));
    let converted = args.iter().zip(params).map(|(arg, param)| match param {
        Nullable => Ok(arg.clone()),
        _ if arg.is_unset() => Err(Invalid::new("an argument must not be null")),
        Any => Ok(taken_apart(arg)),
        param => convert(arg, &param.kind()),
    });
    let args = converted.collect::<Result<Vec<Value>, Invalid>>()?;
    (function.run)(&Call { args: &args, span })
}

type Run = fn(&Call<'_>) -> Outcome;

/// A function: what it takes, what it returns, how it is worked out.
struct Function {
    params: &'static [Shape],
    /// Any number of further arguments.
    rest: Option<Shape>,
    returns: Shape,
    run: Run,
}

/// The type of a parameter or a result.
#[derive(Clone, Copy)]
enum Shape {
    /// Of any type, but a parameter must not be null.
    Any,
    Nullable,
    Bool,
    Number,
    Text,
    List,
    Set,
    Map,
    Bools,
    Numbers,
    Texts,
    Lists,
    TextsByKey,
}

use Shape::{
    Any, Bool, Bools, Lists, Map as AnyMap, Nullable, Number as Num, Numbers, Set as AnySet,
    Text as Str, Texts, TextsByKey,
};

impl Shape {
    fn kind(self) -> Type {
        let list = |it| Type::List(Box::new(it));
        match self {
            Any | Nullable => Type::Any,
            Bool => Type::Bool,
            Num => Type::Number,
            Str => Type::Text,
            Shape::List => list(Type::Any),
            AnySet => Type::Set(Box::new(Type::Any)),
            AnyMap => Type::Map(Box::new(Type::Any)),
            Bools => list(Type::Bool),
            Numbers => list(Type::Number),
            Texts => list(Type::Text),
            Lists => list(list(Type::Any)),
            TextsByKey => Type::Map(Box::new(list(Type::Text))),
        }
    }
}

fn fixed(params: &'static [Shape], returns: Shape, run: Run) -> Function {
    Function { params, rest: None, returns, run }
}

fn variadic(params: &'static [Shape], rest: Shape, returns: Shape, run: Run) -> Function {
    Function { params, rest: Some(rest), returns, run }
}

/// Of functions whose value depends on the time, on chance or on a key.
fn never(_: &Call<'_>) -> Outcome {
    Err(Stop::Function)
}

fn function(name: &str) -> Option<Function> {
    use Shape::List as AnyList;
    Some(match name {
        "abs" => fixed(&[Num], Num, numeric::abs),
        "abspath" => fixed(&[Str], Str, string::abspath),
        "alltrue" => fixed(&[Bools], Bool, collection::alltrue),
        "anytrue" => fixed(&[Bools], Bool, collection::anytrue),
        "base64decode" => fixed(&[Str], Str, base64::decode),
        "base64encode" => fixed(&[Str], Str, base64::encode),
        "base64gzip" => fixed(&[Str], Str, never),
        "base64sha256" => fixed(&[Str], Str, hash::base64sha256),
        "base64sha512" => fixed(&[Str], Str, hash::base64sha512),
        "basename" => fixed(&[Str], Str, string::basename),
        "bcrypt" => variadic(&[Str], Num, Str, never),
        "ceil" => fixed(&[Num], Num, numeric::ceil),
        "chomp" => fixed(&[Str], Str, string::chomp),
        "chunklist" => fixed(&[AnyList, Num], Lists, list::chunklist),
        "cidrhost" => fixed(&[Str, Num], Str, net::cidrhost),
        "cidrnetmask" => fixed(&[Str], Str, net::cidrnetmask),
        "cidrsubnet" => fixed(&[Str, Num, Num], Str, net::cidrsubnet),
        "cidrsubnets" => variadic(&[Str], Num, Texts, net::cidrsubnets),
        "coalesce" => variadic(&[], Nullable, Any, collection::coalesce),
        "coalescelist" => variadic(&[], Nullable, Any, collection::coalescelist),
        "compact" => fixed(&[Texts], Texts, list::compact),
        "concat" => variadic(&[], Any, Any, list::concat),
        "contains" => fixed(&[Any, Any], Bool, collection::contains),
        "csvdecode" => fixed(&[Str], Any, csv::decode),
        "dirname" => fixed(&[Str], Str, string::dirname),
        "distinct" => fixed(&[AnyList], AnyList, list::distinct),
        "element" => fixed(&[Any, Num], Any, list::element),
        "endswith" => fixed(&[Str, Str], Bool, string::endswith),
        "ephemeralasnull" => fixed(&[Nullable], Any, collection::pass),
        "flatten" => fixed(&[Any], Any, list::flatten),
        "floor" => fixed(&[Num], Num, numeric::floor),
        "format" => variadic(&[Str], Nullable, Str, format::format),
        "formatdate" => fixed(&[Str, Str], Str, time::formatdate),
        "formatlist" => variadic(&[Str], Nullable, Texts, format::formatlist),
        "indent" => fixed(&[Num, Str], Str, string::indent),
        "index" => fixed(&[Any, Any], Num, collection::index),
        "issensitive" => fixed(&[Nullable], Bool, never),
        "join" => variadic(&[Str], Texts, Str, string::join),
        "jsondecode" => fixed(&[Str], Any, json::decode),
        "jsonencode" => fixed(&[Nullable], Str, json::encode),
        "keys" => fixed(&[Any], Any, map::keys),
        "length" => fixed(&[Any], Num, collection::length),
        "log" => fixed(&[Num, Num], Num, numeric::log),
        "lookup" => variadic(&[Any, Str], Nullable, Any, map::lookup),
        "lower" => fixed(&[Str], Str, string::lower),
        "matchkeys" => fixed(&[AnyList, AnyList, AnyList], AnyList, list::matchkeys),
        "max" => variadic(&[], Num, Num, numeric::max),
        "md5" => fixed(&[Str], Str, hash::md5),
        "merge" => variadic(&[], Nullable, Any, map::merge),
        "min" => variadic(&[], Num, Num, numeric::min),
        "nonsensitive" | "sensitive" => fixed(&[Nullable], Any, collection::pass),
        "one" => fixed(&[Any], Any, collection::one),
        "parseint" => fixed(&[Any, Num], Num, numeric::parseint),
        "pathexpand" => fixed(&[Str], Str, string::pathexpand),
        "plantimestamp" | "timestamp" | "uuid" => fixed(&[], Str, never),
        "pow" => fixed(&[Num, Num], Num, numeric::pow),
        "range" => variadic(&[], Num, Numbers, numeric::range),
        "regex" => fixed(&[Str, Str], Any, regex::regex),
        "regexall" => fixed(&[Str, Str], AnyList, regex::regexall),
        "replace" => fixed(&[Str, Str, Str], Str, regex::replace),
        "reverse" => fixed(&[Any], Any, list::reverse),
        "rsadecrypt" => fixed(&[Str, Str], Str, never),
        "setintersection" => variadic(&[AnySet], AnySet, AnySet, set::intersection),
        "setproduct" => variadic(&[], Any, Any, set::product),
        "setsubtract" => fixed(&[AnySet, AnySet], AnySet, set::subtract),
        "setunion" => variadic(&[AnySet], AnySet, AnySet, set::union),
        "sha1" => fixed(&[Str], Str, hash::sha1),
        "sha256" => fixed(&[Str], Str, hash::sha256),
        "sha512" => fixed(&[Str], Str, hash::sha512),
        "signum" => fixed(&[Num], Num, numeric::signum),
        "slice" => fixed(&[Any, Num, Num], Any, list::slice),
        "sort" => fixed(&[Texts], Texts, list::sort),
        "split" => fixed(&[Str, Str], Texts, string::split),
        "startswith" => fixed(&[Str, Str], Bool, string::startswith),
        "strcontains" => fixed(&[Str, Str], Bool, string::strcontains),
        "strrev" => fixed(&[Str], Str, string::strrev),
        "substr" => fixed(&[Str, Num, Num], Str, string::substr),
        "sum" => fixed(&[Any], Num, numeric::sum),
        "textdecodebase64" => fixed(&[Str, Str], Str, base64::text_decode),
        "textencodebase64" => fixed(&[Str, Str], Str, base64::text_encode),
        "timeadd" => fixed(&[Str, Str], Str, time::timeadd),
        "timecmp" => fixed(&[Str, Str], Num, time::timecmp),
        "title" => fixed(&[Str], Str, string::title),
        "tobool" => fixed(&[Nullable], Bool, |it| it.converted(Bool.kind())),
        "tolist" => fixed(&[Nullable], AnyList, |it| it.converted(AnyList.kind())),
        "tomap" => fixed(&[Nullable], AnyMap, |it| it.converted(AnyMap.kind())),
        "tonumber" => fixed(&[Nullable], Num, |it| it.converted(Num.kind())),
        "toset" => fixed(&[Nullable], AnySet, |it| it.converted(AnySet.kind())),
        "tostring" => fixed(&[Nullable], Str, |it| it.converted(Str.kind())),
        "transpose" => fixed(&[TextsByKey], TextsByKey, map::transpose),
        "trim" => fixed(&[Str, Str], Str, string::trim),
        "trimprefix" => fixed(&[Str, Str], Str, string::trimprefix),
        "trimspace" => fixed(&[Str], Str, string::trimspace),
        "trimsuffix" => fixed(&[Str, Str], Str, string::trimsuffix),
        "upper" => fixed(&[Str], Str, string::upper),
        "urlencode" => fixed(&[Str], Str, encoding::urlencode),
        "uuidv5" => fixed(&[Str, Str], Str, hash::uuidv5),
        "values" => fixed(&[Any], Any, map::values),
        "yamldecode" => fixed(&[Str], Any, yaml::decode),
        "yamlencode" => fixed(&[Nullable], Str, yaml::encode),
        "zipmap" => fixed(&[Texts, Any], Any, map::zipmap),
        _ => return None,
    })
}
