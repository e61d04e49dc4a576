//! Releases of Amazon EMR, and what each brings.

use crate::truth::Truth;
use crate::world::{Field, State};

/// The release that a label names: `emr-7.12.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Release {
    /// The first that takes a security configuration.
    /// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html>
    pub const WITH_SECURITY_CONFIGURATIONS: Self = Self { major: 4, minor: 8, patch: 0 };

    /// The first for which EMR makes and keeps the certificates itself.
    pub const WITH_MANAGED_CERTIFICATES: Self = Self { major: 7, minor: 11, patch: 0 };

    /// The first in which the servers of HBase speak TLS to each other.
    /// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-support-matrix.html>
    pub const WITH_TLS_IN_HBASE: Self = Self { major: 7, minor: 6, patch: 0 };

    /// The first in which workers of EMR Serverless may speak TLS to each other.
    /// <https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/interworker-encryption.html>
    pub const WITH_INTERWORKER_ENCRYPTION: Self = Self { major: 6, minor: 15, patch: 0 };

    /// None for what does not read `emr-x.y.z`.
    pub fn parse(label: &str) -> Option<Self> {
        let mut numbers = label.strip_prefix("emr-")?.split('.').map(number);
        let release =
            Self { major: numbers.next()??, minor: numbers.next()??, patch: numbers.next()?? };
        numbers.next().is_none().then_some(release)
    }

    /// Whether a label names a release older than this one. No label asks nothing of a release.
    pub fn is_after(self, label: &Field<'_, &str>) -> Truth {
        match label.state() {
            State::Set(label) => match Self::parse(label) {
                Some(it) => (it < self).into(),
                None => Truth::needs(format!("which release `{label}` is")),
            },
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs),
        }
    }
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|it| it.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::Release;

    #[test]
    fn a_label_is_read_as_a_release() {
        let release = |major, minor, patch| Some(Release { major, minor, patch });
        assert_eq!(Release::parse("emr-7.12.0"), release(7, 12, 0));
        assert_eq!(Release::parse("emr-5.36.2"), release(5, 36, 2));
        for label in
            ["", "7.12.0", "emr-7.12", "emr-7.12.0.1", "emr-7.+1.0", "emr-7..0", "emr-7.x.0"]
        {
            assert_eq!(Release::parse(label), None, "{label}");
        }
        assert!(Release::parse("emr-7.9.0") < Release::parse("emr-7.11.0"));
        assert!(Release::parse("emr-5.36.2") < Release::parse("emr-6.0.0"));
    }
}
