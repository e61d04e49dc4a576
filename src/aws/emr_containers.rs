//! Amazon EMR on EKS: virtual clusters, which are namespaces of an EKS cluster, and the templates of
//! the jobs that run there.

use crate::aws::eks::ClusterName;
use crate::aws::settings::{SPARK, SPARK_ENCRYPTS, Setting, Settings, is_text, on_command_line};
use crate::truth::Truth;
use crate::world::{Field, Kinds, Link, List, Resource, State, View};

pub struct VirtualCluster<'w> {
    /// The cluster whose nodes its jobs run on.
    pub cluster: ClusterName<'w>,
    pub namespace: Field<'w, &'w str>,
    configuration: Link<'w, SecurityConfiguration>,
    configuration_id: Field<'w, ()>,
}

impl<'w> View<'w> for VirtualCluster<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EMRContainers::VirtualCluster",
            terraform: "aws_emrcontainers_virtual_cluster",
            awscc: "",
            api: "",
        })?;
        Some(Self {
            cluster: ClusterName::new(&it, ("ContainerProvider.Id", "container_provider.id")),
            namespace: it.text((
                "ContainerProvider.Info.EksInfo.Namespace",
                "container_provider.info.eks_info.namespace",
            )),
            // The provider has no argument for it.
            configuration: it.link(("SecurityConfigurationId", "")),
            configuration_id: it.any(("SecurityConfigurationId", "")),
        })
    }
}

impl VirtualCluster<'_> {
    /// Whether it names a security configuration, whatever that says.
    pub fn names_configuration(&self) -> Truth {
        match self.configuration.state() {
            State::Set(_) => Truth::Yes,
            State::Unset => Truth::No,
            State::Unknown(_) => self.configuration_id.is_written(),
        }
    }
}

/// What jobs can be told to encrypt with.
struct SecurityConfiguration;

impl<'w> View<'w> for SecurityConfiguration {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let kinds = Kinds {
            cloudformation: "AWS::EMRContainers::SecurityConfiguration",
            terraform: "",
            awscc: "",
            api: "",
        };
        resource.of_kind(kinds).map(|_| Self)
    }
}

/// What jobs are started from. It names no virtual cluster: whoever starts a job names both.
pub struct JobTemplate<'w> {
    /// As on a command line.
    parameters: [Field<'w, &'w str>; 2],
    settings: List<'w>,
}

impl<'w> View<'w> for JobTemplate<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "",
            terraform: "aws_emrcontainers_job_template",
            awscc: "",
            api: "",
        })?;
        let parameters = [
            "job_template_data.job_driver.spark_submit_job_driver.spark_submit_parameters",
            "job_template_data.job_driver.spark_sql_job_driver.spark_sql_parameters",
        ];
        Some(Self {
            parameters: parameters.map(|path| it.text(("", path))),
            settings: it
                .list(("", "job_template_data.configuration_overrides.application_configuration")),
        })
    }
}

impl JobTemplate<'_> {
    /// Whether its jobs encrypt what their processes send each other.
    pub fn encrypts(&self) -> Truth {
        let by = SPARK_ENCRYPTS.map(|it| self.has(it));
        self.has(SPARK) & Truth::any(by)
    }

    /// Parameters come before settings.
    /// <https://spark.apache.org/docs/latest/configuration.html#dynamically-loading-spark-properties>
    fn has(&self, (classification, key, value): Setting) -> Truth {
        for line in &self.parameters {
            match line.state() {
                State::Set(line) => {
                    if let Some(said) = on_command_line(line, key) {
                        return filled_in(said, said.eq_ignore_ascii_case(value));
                    }
                }
                State::Unset => (),
                State::Unknown(needs) => return Truth::Unknown(needs),
            }
        }
        match Settings::read(&self.settings).get(classification, key) {
            State::Set(it) => {
                filled_in(it.value().as_str().unwrap_or_default(), is_text(&it, value))
            }
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs),
        }
    }
}

/// Whoever starts a job fills in what its template leaves open.
/// <https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/job-templates.html>
fn filled_in(said: &str, is_so: bool) -> Truth {
    if said.contains("${") { Truth::needs(format!("`{said}`")) } else { is_so.into() }
}
