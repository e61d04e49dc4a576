//! What the names of instance types say.

/// What the name of a family says.
/// <https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family<'n> {
    /// The purpose: `m`, `r`, `im`.
    pub series: &'n str,
    pub generation: u32,
    pub processor: Processor,
    /// Disks, network and the like; sorted.
    pub extras: Vec<&'n str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processor {
    Intel,
    Amd,
    Graviton,
}

impl<'n> Family<'n> {
    pub fn of(name: &'n str) -> Option<Self> {
        let digits = name.find(|it: char| it.is_ascii_digit())?;
        let (series, rest) = name.split_at(digits);
        let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
        let (generation, rest) = rest.split_at(end);
        let (letters, variant) = rest.split_once('-').unwrap_or((rest, ""));
        let processor = match letters {
            _ if series == "a" || letters.contains('g') => Processor::Graviton,
            _ if letters.contains('a') => Processor::Amd,
            // Before the sixth generation Intel went without saying.
            _ => Processor::Intel,
        };
        let mut extras: Vec<&str> = letters
            .split_inclusive(|_: char| true)
            .chain([variant])
            .filter(|it| !["i", "a", "g", ""].contains(it))
            .collect();
        extras.sort_unstable();
        let generation = generation.parse().ok()?;
        Some(Self { series, generation, processor, extras })
    }
}
