//! Data sources that read nothing but their own arguments, or a file of the repository.
//!
//! What any other yields is known only once it is read.

use std::rc::Rc;
use std::sync::Arc;

use crate::text::Span;
use crate::tf::Run;
use crate::tf::lift::lift;
use crate::tf::module::Declared;
use crate::tf::names::Access;
use crate::tf::policy;
use crate::tf::scope::{Copy, Instance, Scope};
use crate::value::{Kind, Reference, Type, Unknown, Value, Why};

impl Run<'_> {
    /// What `data.kind.name` stands for, and how many of the accesses after it that used up.
    pub(super) fn data(
        &self,
        scope: &Scope,
        address: &str,
        accesses: &[Access<'_>],
        span: Span,
    ) -> (Value, usize) {
        let module = &scope.instance.module;
        let declared = module.data_source(address).map(|it| &module.data[it]);
        match declared {
            Some(it) if is_evaluated(&it.kind) => self.instances_of(scope, it, accesses, span),
            Some(_) | None => {
                let (mut address, mut used) = (address.to_owned(), 0);
                if let Some(Access::Index(key)) = accesses.first() {
                    let key = self.eval(scope, key);
                    let key = match &key.kind {
                        Kind::Text(it) => it.as_str().map(|it| format!("{it:?}")),
                        _ => key.plain_text(),
                    };
                    address.push_str(&format!("[{}]", key.as_deref().unwrap_or("*")));
                    used = 1;
                }
                (outputs_of(&address, span), used)
            }
        }
    }

    /// What a data source or a resource works out; none for an argument, or what it only knows
    /// later.
    pub(super) fn worked_out(
        &self,
        instance: &Rc<Instance>,
        declared: &Declared,
        copy: &Copy,
        name: &str,
    ) -> Option<Value> {
        let header = declared.block.header;
        let scope = Scope::of(instance).in_copy(&declared.address, copy);
        let body = &declared.block.body;
        let argument = |name: &str| self.property(&scope, body, name);
        match (declared.kind.as_str(), name) {
            ("data.aws_iam_policy_document", "json" | "minified_json") => {
                let property = |name: &str| argument(name).filter(|it| !it.is_unset());
                Some(policy::document(&property, header))
            }
            ("data.template_file", "rendered") => {
                let template = argument("template")?;
                let vars = argument("vars");
                let args: Vec<Value> = [Some(template), vars].into_iter().flatten().collect();
                Some(lift(&args, header, &mut |args| self.template_string(&scope, args, header)))
            }
            // <https://registry.terraform.io/providers/hashicorp/aws/6.66.0/docs/resources/eks_cluster>
            ("aws_eks_cluster", "id")
            | ("data.aws_eks_cluster" | "data.aws_eks_cluster_auth", "id") => {
                argument("name").filter(|it| !it.is_unset())
            }
            ("data.local_file", "content") => {
                self.file_function(&scope, "file", &[argument("filename")?], header)
            }
            ("data.local_file", "content_base64") => {
                self.file_function(&scope, "filebase64", &[argument("filename")?], header)
            }
            _ => None,
        }
    }
}

fn is_evaluated(kind: &str) -> bool {
    matches!(kind, "data.aws_iam_policy_document" | "data.template_file" | "data.local_file")
        || is_cluster(kind)
}

/// Whether it looks up a cluster, which may be one that is declared, and is asked for itself.
pub(super) fn is_cluster(kind: &str) -> bool {
    matches!(kind, "data.aws_eks_cluster" | "data.aws_eks_cluster_auth")
}

/// All of a data source: whatever is asked of it is known only once it is read.
fn outputs_of(address: &str, span: Span) -> Value {
    let whole = Reference { address: address.into(), attribute: "".into() };
    let unknown = Unknown::new(Why::Output(whole.clone()), Type::Any).not_null();
    Value::new(Kind::Unknown(Arc::new(unknown)), span).of(whole)
}
