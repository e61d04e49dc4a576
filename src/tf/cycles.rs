//! Names that refer to each other in a circle, which Terraform refuses.

use crate::text::Span;
use crate::tf::Run;
use crate::tf::eval::invalid_value;
use crate::tf::scope::Instance;
use crate::value::Value;

/// A name that is being worked out.
pub(super) struct Pending {
    /// With the module's, as Terraform writes it.
    name: String,
    /// Where it was asked for.
    used: Span,
}

impl Run<'_> {
    /// What a name stands for, while it is on record that it is being worked out.
    pub(super) fn pending(
        &self,
        instance: &Instance,
        name: &str,
        used: Span,
        work: impl FnOnce() -> Value,
    ) -> Value {
        self.pending.borrow_mut().push(Pending { name: full_name(instance, name), used });
        let value = work();
        self.pending.borrow_mut().pop();
        value
    }

    /// What a name stands for that is asked for in order to work it out. Told where the first
    /// one of the circle, as they are written, asks for the next.
    pub(super) fn cycle(&self, instance: &Instance, name: &str, used: Span) -> Value {
        let name = full_name(instance, name);
        let pending = self.pending.borrow();
        let start = pending.iter().rposition(|it| it.name == name).unwrap_or(pending.len());
        let names = pending[start..].iter().map(|it| it.name.as_str());
        let uses = pending[start..].iter().skip(1).map(|it| it.used).chain([used]);
        let mut circle: Vec<(&str, Span)> = names.zip(uses).collect();
        let place = |it: &(&str, Span)| (it.1.file, it.1.start);
        let first = (0..circle.len()).min_by_key(|at| place(&circle[*at])).unwrap_or(0);
        circle.rotate_left(first);
        let Some((first, span)) = circle.first() else {
            return invalid_value(&format!("`{name}` refers to itself"), used);
        };
        let names: Vec<&str> = circle.iter().map(|it| it.0).chain([*first]).collect();
        let message = format!("cycle: {}", names.join(" -> "));
        // The same module may be called several times.
        let is_told = self.cuts.borrow().iter().any(|it| it.span == *span);
        if !is_told {
            self.not_evaluated(message.clone(), *span);
        }
        invalid_value(&message, used)
    }
}

fn full_name(instance: &Instance, name: &str) -> String {
    match instance.address.as_str() {
        "" => name.to_owned(),
        module => format!("{module}.{name}"),
    }
}
