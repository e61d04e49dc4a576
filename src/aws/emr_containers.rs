//! Amazon EMR on EKS: virtual clusters, which are namespaces of an EKS cluster, the jobs that state
//! machines start there, and the templates of jobs.

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
            api: "emr-containers:createVirtualCluster",
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

/// What a request tells Spark.
struct Spark<'w> {
    /// As on a command line.
    parameters: [Field<'w, &'w str>; 2],
    settings: List<'w>,
}

impl Spark<'_> {
    /// Whether a job encrypts what its processes send each other.
    fn encrypts(&self) -> Truth {
        let by = SPARK_ENCRYPTS.map(|it| self.has(it));
        self.has(SPARK) & Truth::any(by)
    }

    /// Whether it says anything at all.
    fn is_written(&self) -> Truth {
        let settings = self.settings.read();
        let settings = match settings.needs {
            _ if !settings.nodes.is_empty() => Truth::Yes,
            Some(needs) => Truth::Unknown(needs),
            None => Truth::No,
        };
        settings | Truth::any(self.parameters.iter().map(Field::is_written))
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

/// What jobs are started from. It names no virtual cluster: whoever starts a job names both.
pub struct JobTemplate<'w> {
    spark: Spark<'w>,
}

impl<'w> View<'w> for JobTemplate<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "",
            terraform: "aws_emrcontainers_job_template",
            awscc: "",
            api: "emr-containers:createJobTemplate",
        })?;
        let parameters = [
            (
                "JobTemplateData.JobDriver.SparkSubmitJobDriver.SparkSubmitParameters",
                "job_template_data.job_driver.spark_submit_job_driver.spark_submit_parameters",
            ),
            (
                "JobTemplateData.JobDriver.SparkSqlJobDriver.SparkSqlParameters",
                "job_template_data.job_driver.spark_sql_job_driver.spark_sql_parameters",
            ),
        ];
        let settings = (
            "JobTemplateData.ConfigurationOverrides.ApplicationConfiguration",
            "job_template_data.configuration_overrides.application_configuration",
        );
        let parameters = parameters.map(|path| it.text(path));
        Some(Self { spark: Spark { parameters, settings: it.list(settings) } })
    }
}

impl JobTemplate<'_> {
    /// Whether its jobs encrypt what their processes send each other.
    pub fn encrypts(&self) -> Truth {
        self.spark.encrypts()
    }
}

/// A job that a state machine starts.
pub struct JobRun<'w> {
    pub virtual_cluster: Link<'w, VirtualCluster<'w>>,
    template: Link<'w, JobTemplate<'w>>,
    spark: Spark<'w>,
}

impl<'w> View<'w> for JobRun<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "",
            terraform: "",
            awscc: "",
            api: "emr-containers:startJobRun",
        })?;
        let parameters = [
            "JobDriver.SparkSubmitJobDriver.SparkSubmitParameters",
            "JobDriver.SparkSqlJobDriver.SparkSqlParameters",
        ];
        let parameters = parameters.map(|path| it.text(path));
        let settings = it.list("ConfigurationOverrides.ApplicationConfiguration");
        Some(Self {
            virtual_cluster: it.link("VirtualClusterId"),
            template: it.link("JobTemplateId"),
            spark: Spark { parameters, settings },
        })
    }
}

impl JobRun<'_> {
    /// Whether it encrypts what its processes send each other. What of its template a job
    /// replaces by settings of its own is documented nowhere.
    pub fn encrypts(&self) -> Truth {
        let template = match self.template.state() {
            State::Set((_, it)) => it.encrypts(),
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs),
        };
        match (self.spark.is_written(), template) {
            (Truth::No, template) => template,
            (_, Truth::No) => self.spark.encrypts(),
            _ => {
                let doubt = || Truth::needs("what of its template a job replaces");
                if self.spark.encrypts().certainly() { Truth::Yes } else { doubt() }
            }
        }
    }
}
