//! Worlds in fewer words.

use crate::graph::Graph;
use crate::value::Condition;
use crate::world::Decision;
use crate::world::solve::Constraints;

/// With more ways than that, it is not looked at what they make of each other.
const MOST_WAYS: usize = 16;

/// The same worlds in fewer decisions, where `exists` holds: what holds either way, and what
/// follows from the rest of its world and the graph's constraints, goes without saying.
pub fn simplified(
    graph: &Graph,
    exists: &Condition,
    worlds: Vec<Vec<Decision>>,
) -> Vec<Vec<Decision>> {
    let says = |known: &[Decision], part: &Decision| known.contains(part);
    let mut worlds = merged(worlds, says);
    if worlds.len() > MOST_WAYS {
        return worlds;
    }
    let constraints = Constraints::new(&graph.constraints);
    let implies = |known: &[Decision], part: &Decision| {
        known.contains(part) || {
            let mut known = known.to_vec();
            known.push((exists.clone(), true));
            constraints.implied(&known, &part.0) == Some(part.1)
        }
    };
    for world in &mut worlds {
        shorten(world, implies);
    }
    let mut worlds = merged(worlds, implies);
    for world in &mut worlds {
        shorten(world, implies);
    }
    worlds
}

/// Drops the decisions of a world that follow from the others: what does not hold before what
/// holds, and long ones before short ones.
fn shorten(world: &mut Vec<Decision>, implies: impl Fn(&[Decision], &Decision) -> bool) {
    let mut order = world.clone();
    order.sort_by_key(|(it, held)| (*held, std::cmp::Reverse(it.to_string().len())));
    for part in order {
        let rest: Vec<Decision> = world.iter().filter(|it| **it != part).cloned().collect();
        if implies(&rest, &part) {
            *world = rest;
        }
    }
}

/// The same worlds, with those put together that differ in what does not matter, and without
/// those that others say in fewer words.
fn merged(
    mut worlds: Vec<Vec<Decision>>,
    implies: impl Fn(&[Decision], &Decision) -> bool,
) -> Vec<Vec<Decision>> {
    let covers =
        |wide: &[Decision], narrow: &[Decision]| wide.iter().all(|part| implies(narrow, part));
    loop {
        let before = worlds.clone();
        for at in 0..worlds.len() {
            for which in 0..worlds[at].len() {
                let mut other = worlds[at].clone();
                other[which].1 = !other[which].1;
                // Where this condition is otherwise, and all else the same, it holds too.
                if worlds.iter().any(|it| covers(it, &other)) {
                    worlds[at].remove(which);
                    break;
                }
            }
        }
        let mut kept: Vec<Vec<Decision>> = Vec::new();
        for it in &worlds {
            if !kept.iter().any(|known| covers(known, it)) {
                kept.retain(|known| !covers(it, known));
                kept.push(it.clone());
            }
        }
        worlds = kept;
        if worlds == before {
            return worlds;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::simplified;
    use crate::graph::Graph;
    use crate::value::{Atom, Condition};

    fn condition(subject: &str, equals: Option<&str>) -> Condition {
        let domain = equals.map(|_| ["dev", "prod"].map(Arc::from).into());
        Condition::Atom(Arc::new(Atom {
            subject: subject.into(),
            scope: "".into(),
            equals: equals.map(Into::into),
            domain,
            default: None,
            follows: false,
        }))
    }

    /// `A !B` is a world; `prod` and `dev` are what one parameter may be.
    fn told(constraints: &[&str], exists: &str, worlds: &[&str]) -> Vec<String> {
        let decision = |it: &str| {
            let (name, held) = it.strip_prefix('!').map_or((it, true), |it| (it, false));
            match name {
                "prod" | "dev" => (condition("Stage", Some(name)), held),
                name => (condition(name, None), held),
            }
        };
        let any = |it: &&str| {
            Condition::any(it.split(' ').map(decision).map(|(it, held)| match held {
                true => it,
                false => it.not(),
            }))
        };
        let mut graph = Graph::default();
        graph.constraints = constraints.iter().map(any).collect();
        let exists = if exists.is_empty() { Condition::Always(true) } else { any(&exists) };
        let worlds = worlds.iter().map(|it| it.split_whitespace().map(decision).collect());
        let one = |(it, held): &(Condition, bool)| match (it, held) {
            (Condition::Atom(it), held) => {
                let name = it.equals.as_ref().unwrap_or(&it.subject);
                format!("{}{name}", if *held { "" } else { "!" })
            }
            _ => String::new(),
        };
        let told = simplified(&graph, &exists, worlds.collect());
        told.iter().map(|it| it.iter().map(one).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn what_goes_without_saying_is_not_said() {
        for (constraints, exists, worlds, expected) in [
            (&[][..], "", &["A B", "A !B"][..], &["A"][..]),
            (&[], "", &["A B", "!A"], &["B", "!A"]),
            (&[], "", &["A", "A B"], &["A"]),
            (&[], "", &["A B", "!A !B"], &["A B", "!A !B"]),
            // One parameter is one text, of those allowed.
            (&[], "", &["prod !dev"], &["prod"]),
            (&[], "", &["!dev A", "dev A"], &["A"]),
            (&[], "", &["prod", "dev"], &[""]),
            // What the constraints leave no choice of.
            (&["!prod E"], "", &["!prod !E"], &["!E"]),
            (&["!prod E"], "", &["!E A", "E A"], &["A"]),
            (&["!A B", "!B A"], "", &["A !B", "!A B"], &["A !B", "!A B"]),
            (&["A B"], "", &["!A B", "A !B"], &["!A", "!B"]),
            // Where the resource does not exist, nothing is found.
            (&[], "!A B", &["A B", "!A"], &[""]),
        ] {
            assert_eq!(told(constraints, exists, worlds), expected, "{constraints:?} {worlds:?}");
        }
    }
}
