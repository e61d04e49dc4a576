//! Where a module comes from.
//! <https://developer.hashicorp.com/terraform/language/modules/sources>

/// A module that lies elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// `terraform-aws-modules/eks/aws` in the public registry, or
    /// `github.com/terraform-aws-modules/terraform-aws-eks`.
    pub(super) repository: String,
    /// Where it lies in there; empty for the top.
    pub(super) folder: String,
    /// The branch, tag or commit.
    pub(super) revision: Option<String>,
}

/// What `source` names; none for a directory, and for what no registry or repository holds.
pub(super) fn parse(source: &str) -> Option<Source> {
    if source.starts_with('.') || source.starts_with('/') {
        return None;
    }
    let (address, query) = source.split_once('?').unwrap_or((source, ""));
    let mut options = query.split('&').filter_map(|it| it.split_once('='));
    let revision = options.find(|(name, _)| *name == "ref").map(|(_, it)| it.to_owned());
    let address = address.strip_prefix("git::").unwrap_or(address);
    let address = ["https://", "http://", "ssh://", "git://"]
        .iter()
        .find_map(|it| address.strip_prefix(it))
        .unwrap_or(address);
    let address = address.strip_prefix("git@").unwrap_or(address);
    let (repository, folder) = address.split_once("//").unwrap_or((address, ""));
    let repository = repository.strip_suffix(".git").unwrap_or(repository).to_ascii_lowercase();
    // `git@github.com:org/repo`
    let repository = repository.replacen(':', "/", 1);
    let public = ["registry.terraform.io/", "registry.opentofu.org/"];
    let repository =
        public.iter().find_map(|it| repository.strip_prefix(it)).unwrap_or(&repository);
    (repository.split('/').count() == 3).then(|| Source {
        repository: repository.to_owned(),
        folder: folder.trim_matches('/').to_owned(),
        revision,
    })
}

#[cfg(test)]
mod tests {
    use super::{Source, parse};

    #[test]
    fn sources_name_registries_and_repositories() {
        let git = "github.com/terraform-aws-modules/terraform-aws-eks";
        let registry = "terraform-aws-modules/eks/aws";
        for (source, repository, folder, revision) in [
            (registry, registry, "", None),
            ("registry.terraform.io/terraform-aws-modules/eks/aws", registry, "", None),
            (
                "terraform-aws-modules/eks/aws//modules/karpenter",
                registry,
                "modules/karpenter",
                None,
            ),
            (git, git, "", None),
            (
                "github.com/terraform-aws-modules/terraform-aws-eks?ref=v18.0.0",
                git,
                "",
                Some("v18.0.0"),
            ),
            (
                "git::https://github.com/terraform-aws-modules/terraform-aws-eks.git//modules/x?ref=abc&depth=1",
                git,
                "modules/x",
                Some("abc"),
            ),
            ("git@github.com:terraform-aws-modules/terraform-aws-eks.git", git, "", None),
            (
                "git::ssh://git@github.com/Terraform-AWS-Modules/terraform-aws-eks.git?ref=tags/v1.0.0",
                git,
                "",
                Some("tags/v1.0.0"),
            ),
        ] {
            let expected = Source {
                repository: repository.to_owned(),
                folder: folder.to_owned(),
                revision: revision.map(str::to_owned),
            };
            assert_eq!(parse(source), Some(expected), "{source}");
        }
        for source in ["./modules/x", "../x", "/srv/x", "s3::https://s3.amazonaws.com/b/x.zip", "x"]
        {
            assert_eq!(parse(source), None, "{source}");
        }
    }
}
