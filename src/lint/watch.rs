//! What whoever waits for a run is told while it takes place.

/// What a run is at. They come in this order, each once, unless the run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Which files there are, and what they are.
    Finding,
    /// Files are read and evaluated: a value is looked for in the file that has it.
    Evaluating,
    /// Rules look at each unit.
    Judging,
    /// What was found is put together, and what is ignored left out.
    Settling,
}

/// Told of a run as it goes on. It has no part in what comes of it.
pub trait Watch {
    /// A stage begins, and the one before is over.
    fn stage(&self, stage: Stage);

    /// How many templates, plans and root modules are to be judged; said once, before the first.
    fn units(&self, total: usize);

    /// Another one is judged.
    fn unit_done(&self);
}

/// Nobody waits.
impl Watch for () {
    fn stage(&self, _: Stage) {}

    fn units(&self, _: usize) {}

    fn unit_done(&self) {}
}

/// Several wait.
impl<const N: usize> Watch for [&dyn Watch; N] {
    fn stage(&self, stage: Stage) {
        self.iter().for_each(|it| it.stage(stage));
    }

    fn units(&self, total: usize) {
        self.iter().for_each(|it| it.units(total));
    }

    fn unit_done(&self) {
        self.iter().for_each(|it| it.unit_done());
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::{Stage, Watch};
    use crate::files::Memory;
    use crate::lint::{Request, watched};
    use crate::rules::RULES;

    #[derive(Default)]
    struct Log(RefCell<Vec<String>>);

    impl Watch for Log {
        fn stage(&self, stage: Stage) {
            self.0.borrow_mut().push(format!("{stage:?}"));
        }

        fn units(&self, total: usize) {
            self.0.borrow_mut().push(format!("{total} units"));
        }

        fn unit_done(&self) {
            self.0.borrow_mut().push("done".to_owned());
        }
    }

    #[test]
    fn a_run_tells_how_far_it_is() {
        let template = "Resources: {Topic: {Type: AWS::SNS::Topic}}";
        let files = [
            ("a.yaml", template),
            ("b.yaml", template),
            ("m/main.tf", ""),
            ("m/x.tfvars", ""),
            ("README.md", ""),
        ];
        let log = Log::default();
        let request = Request { paths: vec![".".to_owned()], ..Request::default() };
        watched(&request, &Memory::new(files), RULES, &log).unwrap();
        let told = log.0.into_inner();
        let expected = "Finding Evaluating Judging 3 units done done done Settling";
        assert_eq!(told.join(" "), expected);
    }
}
