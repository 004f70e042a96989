package kyverno

import (
	"context"
	"testing"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	userinfo "k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/cel/environment"
)

// The CLI only knows namespaces that are made. This is the API server's own code, as it was in the oldest version that has it.
func TestWhoMayChangeTheLabelOfANamespace(t *testing.T) {
	member := user("u-member", "system:authenticated", "keycloakoidc_group://project_5f_workloads-manage")
	agent := user("u-site-agent", "system:authenticated")
	admin := user("kubernetes-admin", "system:masters")
	fleet := user("system:serviceaccount:cattle-fleet-system:gitjob", "system:serviceaccounts:cattle-fleet-system")
	pool, other := labels("gpu-pool", "h100-2x"), labels("gpu-pool", "h200-8x")

	for _, c := range []struct {
		name     string
		by       *userinfo.DefaultInfo
		old, new map[string]any
		refused  bool
	}{
		{"a member adds it", member, nil, pool, true},
		{"a member adds it, empty", member, nil, labels("gpu-pool", ""), true},
		{"a member takes another pool", member, pool, other, true},
		{"a member removes it", member, pool, nil, true},
		{"a member removes it and leaves others", member, pool, labels("team", "a"), true},
		{"a member adds another label", member, pool, labels("gpu-pool", "h100-2x", "team", "a"), false},
		{"a member labels a namespace without a pool", member, nil, labels("team", "a"), false},
		{"the agent adds it", agent, nil, pool, false},
		{"the agent changes it", agent, pool, other, false},
		{"an administrator removes it", admin, pool, nil, false},
		{"a controller of the platform changes it", fleet, pool, other, false},
		{"somebody without any group adds it", user("u-nobody"), nil, pool, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if refused := refused(t, c.by, admission.Update, namespace(c.old), namespace(c.new)); refused != c.refused {
				t.Errorf("refused: %v, expected: %v", refused, c.refused)
			}
		})
	}

	for _, c := range []struct {
		name    string
		by      *userinfo.DefaultInfo
		labels  map[string]any
		refused bool
	}{
		{"a member makes one", member, nil, false},
		{"a member makes one with a pool", member, pool, true},
		{"the agent makes one with a pool", agent, pool, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if refused := refused(t, c.by, admission.Create, nil, namespace(c.labels)); refused != c.refused {
				t.Errorf("refused: %v, expected: %v", refused, c.refused)
			}
		})
	}
}

func refused(t *testing.T, by *userinfo.DefaultInfo, operation admission.Operation, old, new runtime.Object) bool {
	t.Helper()
	var policy admissionregistrationv1.ValidatingAdmissionPolicy
	load(t, "label-guard/protect-gpu-pool-label.yaml", &policy)
	compiler, err := cel.NewCompositedCompiler(environment.MustBaseEnvSet(version.MajorMinor(1, 30)))
	if err != nil {
		t.Fatal(err)
	}
	var conditions, validations []cel.ExpressionAccessor
	for _, condition := range policy.Spec.MatchConditions {
		conditions = append(conditions, (*matchconditions.MatchCondition)(&condition))
	}
	for _, validation := range policy.Spec.Validations {
		validations = append(validations, &validating.ValidationCondition{Expression: validation.Expression})
	}
	compiled := func(expressions []cel.ExpressionAccessor) cel.ConditionEvaluator {
		condition := compiler.CompileCondition(expressions, cel.OptionalVariableDeclarations{}, environment.NewExpressions)
		for _, err := range condition.CompilationErrors() {
			t.Fatal(err)
		}
		return condition
	}
	none := compiled(nil)
	validator := validating.NewValidator(
		compiled(validations),
		matchconditions.NewMatcher(compiled(conditions), policy.Spec.FailurePolicy, "policy", "validate", policy.Name),
		none, none, policy.Spec.FailurePolicy, nil)
	kind := schema.GroupVersionKind{Version: "v1", Kind: "Namespace"}
	request := admission.NewAttributesRecord(new, old, kind, "", "notebooks",
		schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}, "", operation, nil, false, by)
	versioned := &admission.VersionedAttributes{
		Attributes: request, VersionedObject: new, VersionedOldObject: old, VersionedKind: kind}
	answer := validator.Validate(
		context.Background(), request.GetResource(), versioned, nil, nil, celconfig.RuntimeCELCostBudget, nil)
	refused := false
	for _, decision := range answer.Decisions {
		if decision.Evaluation == validating.EvalError {
			t.Fatal(decision.Message)
		}
		refused = refused || decision.Action == validating.ActionDeny
	}
	return refused
}

func user(name string, groups ...string) *userinfo.DefaultInfo {
	return &userinfo.DefaultInfo{Name: name, Groups: groups}
}

func labels(pairs ...string) map[string]any {
	all := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return all
}

func namespace(labels map[string]any) *unstructured.Unstructured {
	metadata := map[string]any{"name": "notebooks"}
	if labels != nil {
		metadata["labels"] = labels
	}
	return &unstructured.Unstructured{
		Object: map[string]any{"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}}
}
