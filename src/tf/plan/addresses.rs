//! Addresses of a plan: `module.a["x"].aws_vpc.this[0].id`, step by step.

/// One step, with the brackets that follow it as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step<'a> {
    pub name: &'a str,
    pub key: &'a str,
}

/// The steps of an address or a reference.
pub(super) fn steps(text: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let name = rest.find(['.', '[']).unwrap_or(rest.len());
        let key = keys(&rest[name..]);
        steps.push(Step { name: &rest[..name], key: &rest[name..name + key] });
        rest = &rest[name + key..];
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    steps
}

/// How long the brackets are that a text starts with. Between quotes a bracket closes nothing.
fn keys(text: &str) -> usize {
    let (mut is_quoted, mut is_escaped, mut is_open) = (false, false, false);
    for (at, it) in text.char_indices() {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' if is_open => is_quoted = !is_quoted,
            _ if is_quoted => (),
            '[' => is_open = true,
            ']' if is_open => is_open = false,
            _ if is_open => (),
            _ => return at,
        }
    }
    text.len()
}

/// Where a resource is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The calls that lead there, outermost first: name and key.
    pub calls: Vec<(String, String)>,
    /// Those calls as a resource's address begins: `module.a["x"].`
    pub prefix: String,
    /// `aws_vpc.this`
    pub name: String,
    /// `[0]`
    pub key: String,
}

/// What an address of a managed resource says.
pub(super) fn place(address: &str) -> Option<Place> {
    let steps = steps(address);
    let (modules, resource) = steps.split_at(steps.len().checked_sub(2)?);
    let mut place = Place {
        calls: Vec::new(),
        prefix: String::new(),
        name: format!("{}.{}", resource[0].name, resource[1].name),
        key: resource[1].key.to_owned(),
    };
    for pair in modules.chunks(2) {
        let [Step { name: "module", key: "" }, call] = pair else { return None };
        place.prefix.push_str(&format!("module.{}{}.", call.name, call.key));
        place.calls.push((call.name.to_owned(), call.key.to_owned()));
    }
    resource[0].key.is_empty().then_some(place)
}

/// Without those that another only leads through: Terraform lists `a.b` after `a.b.id`.
pub(super) fn longest(references: Vec<String>) -> Vec<String> {
    let leads_through = |it: &str| {
        let longer = |other: &String| {
            let rest = other.strip_prefix(it);
            rest.is_some_and(|it| it.starts_with(['.', '[']))
        };
        references.iter().any(longer)
    };
    let mut longest: Vec<String> =
        references.iter().filter(|it| !leads_through(it)).cloned().collect();
    longest.sort();
    longest.dedup();
    longest
}

#[cfg(test)]
mod tests {
    use super::{longest, place, steps};

    fn taken_apart(text: &str) -> String {
        let steps = steps(text);
        steps.iter().map(|it| format!("{}|{} ", it.name, it.key)).collect()
    }

    #[test]
    fn brackets_belong_to_the_step_before_them() {
        for (text, expected) in [
            ("var.x", "var| x| "),
            ("aws_vpc.a[0].id", "aws_vpc| a|[0] id| "),
            (r#"module.a["x.y[0]\"]"].b"#, r#"module| a|["x.y[0]\"]"] b| "#),
            ("a[0][1].b", "a|[0][1] b| "),
            ("a[", "a|[ "),
            ("a.", "a| "),
            ("[0]", "|[0] "),
            ("", ""),
        ] {
            assert_eq!(taken_apart(text), expected, "{text}");
        }
    }

    #[test]
    fn an_address_names_calls_and_a_resource() {
        let it = place(r#"module.a["x"].module.b.aws_vpc.this[0]"#).unwrap();
        assert_eq!(
            (it.prefix.as_str(), it.name.as_str()),
            (r#"module.a["x"].module.b."#, "aws_vpc.this")
        );
        assert_eq!(it.key, "[0]");
        assert_eq!(it.calls, [("a".into(), r#"["x"]"#.into()), ("b".into(), String::new())]);
        for text in ["", "a", "data.aws_vpc.this", "a.b.c.d"] {
            assert_eq!(place(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_only_led_through_is_no_reference() {
        let all = ["a.b[0].id", "a.b[0]", "a.b", "a.bc"].map(String::from).to_vec();
        assert_eq!(longest(all), ["a.b[0].id", "a.bc"]);
    }
}
