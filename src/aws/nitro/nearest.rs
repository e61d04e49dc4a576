//! What to take instead of a type that does not encrypt.

use super::{Family, Processor, encrypts, families};

/// How many types one suggests.
const MOST: usize = 3;

/// The families without accelerators that HyperPod offers at all sizes of EC2 but `metal`, and
/// that encrypt. Other jobs of SageMaker have a flag, whatever the type.
/// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClusterInstanceGroupDetails.html>
const HYPERPOD: [&str; 12] =
    ["c6a", "c6i", "c7g", "c8g", "i3en", "m6a", "m6i", "m7g", "m7i", "m8g", "r6i", "r7i"];

/// The encrypting types that are nearest to one that does not encrypt, the nearest first: of the
/// same size, architecture and purpose, with all its extras, and of no older generation. None
/// where the table knows of none, and for types with accelerators: those of another generation
/// have others, and another number of them.
pub fn nearest(instance_type: &str) -> Vec<String> {
    if encrypts(instance_type) != Some(false) {
        return Vec::new();
    }
    let instance_type = instance_type.trim().to_ascii_lowercase();
    let (prefix, name) = match instance_type.strip_prefix("ml.") {
        Some(name) => ("ml.", name),
        None => ("", &*instance_type),
    };
    let Some((name, size)) = name.split_once('.') else { return Vec::new() };
    let Some(own) = Family::of(name) else { return Vec::new() };
    let mut found = own.nearest(size);
    if let (true, Some(other)) = (found.is_empty(), own.in_another_series(size)) {
        found = other.nearest(size);
    }
    found.retain(|it| prefix.is_empty() || HYPERPOD.iter().any(|name| is_of(it, name)));
    found.into_iter().take(MOST).map(|it| format!("{prefix}{it}")).collect()
}

fn is_of(instance_type: &str, family: &str) -> bool {
    instance_type.split_once('.').is_some_and(|(name, _)| name == family)
}

/// What to say of those after saying that a type does not encrypt: `m6i.large and m6a.large do`.
pub fn instead(instance_type: &str) -> Option<String> {
    let types = nearest(instance_type);
    let (last, before) = types.split_last()?;
    Some(match before {
        [] => format!("{last} does"),
        before => format!("{} and {last} do", before.join(", ")),
    })
}

impl Family<'_> {
    fn nearest(&self, size: &str) -> Vec<String> {
        if ["f", "g", "p"].contains(&self.series) {
            return Vec::new();
        }
        let mut found: Vec<_> = families()
            .keys()
            .filter_map(|name| {
                let it = Family::of(name)?;
                let full = format!("{name}.{size}");
                let is_listed = families()[name].types.get(&full) == Some(&Some(true));
                (is_listed && it.can_stand_for(self)).then(|| {
                    let distance = it.generation - self.generation;
                    // The reader may look it up in the documentation.
                    let is_hidden = !families()[name].ec2_docs_listed;
                    (it.extras.len(), is_hidden, distance, it.processor != self.processor, full)
                })
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(.., name)| name).collect()
    }

    fn can_stand_for(&self, other: &Family<'_>) -> bool {
        let is_arm = |it: &Family<'_>| it.processor == Processor::Graviton;
        self.series == other.series
            && self.generation >= other.generation
            && is_arm(self) == is_arm(other)
            && other.extras.iter().all(|it| self.extras.contains(it))
    }

    /// From `large` on, a burstable type has the cores and the memory of a general-purpose one.
    fn in_another_series(&self, size: &str) -> Option<Family<'static>> {
        let is_small = ["nano", "micro", "small", "medium"].contains(&size);
        (self.series == "t" && !is_small).then(|| Family {
            series: "m",
            generation: self.generation,
            processor: self.processor,
            extras: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, MOST, Processor, instead, nearest};
    use crate::aws::nitro::{encrypts, families};

    #[test]
    fn what_is_suggested_is_near() {
        for (name, expected) in [
            ("m5.large", "m6i.large, m6a.large and m7i.large do"),
            ("M5.Large", "m6i.large, m6a.large and m7i.large do"),
            ("m5a.xlarge", "m6a.xlarge, m6i.xlarge and m7a.xlarge do"),
            ("m5d.large", "m6id.large, m8id.large and m5dn.large do"),
            ("m4.large", "m6i.large, m6a.large and m7i.large do"),
            ("m6g.large", "m7g.large, m8g.large and m9g.large do"),
            ("c5.large", "c6i.large, c6a.large and c7i.large do"),
            ("c5.9xlarge", "c5n.9xlarge does"),
            ("r5b.large", "r8ib.large and r8idb.large do"),
            ("ml.m5.large", "ml.m6i.large, ml.m6a.large and ml.m7i.large do"),
            ("ml.c5.xlarge", "ml.c6i.xlarge and ml.c6a.xlarge do"),
            ("t3.medium", "t8i.medium does"),
            ("t3.large", "m6i.large, m6a.large and m7i.large do"),
            ("t4g.large", "m7g.large, m8g.large and m9g.large do"),
            ("i3.large", "i4i.large, i7i.large and i7ie.large do"),
        ] {
            assert_eq!(instead(name).as_deref(), Some(expected), "{name}");
        }
        for name in
            ["t4g.medium", "g3.8xlarge", "m5.1xlarge", "ml.t3.medium", "m6i.large", "zz9.large", ""]
        {
            assert_eq!(instead(name), None, "{name}");
        }
    }

    #[test]
    fn every_suggestion_encrypts_and_has_the_same_size_and_architecture() {
        let is_arm = |name: &str| {
            let (family, _) = name.split_once('.').unwrap();
            Family::of(family).unwrap().processor == Processor::Graviton
        };
        let mut suggested = 0;
        for name in families().values().flat_map(|it| it.types.keys()) {
            let types = nearest(name);
            assert!(types.len() <= MOST, "{name}");
            assert!(types.is_empty() || encrypts(name) == Some(false), "{name}");
            for it in &types {
                suggested += 1;
                assert_eq!(encrypts(it), Some(true), "{it} instead of {name}");
                assert_eq!(it.split_once('.').unwrap().1, name.split_once('.').unwrap().1);
                assert_eq!(is_arm(it), is_arm(name), "{it} instead of {name}");
            }
        }
        assert!(suggested > 500, "{suggested}");
    }
}
