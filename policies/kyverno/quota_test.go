package kyverno

import (
	"strings"
	"testing"

	policiesv1beta1 "github.com/kyverno/api/api/policies.kyverno.io/v1beta1"
	celengine "github.com/kyverno/kyverno/pkg/cel/engine"
	"github.com/kyverno/kyverno/pkg/cel/libs"
	"github.com/kyverno/kyverno/pkg/cel/matching"
	gpolcompiler "github.com/kyverno/kyverno/pkg/cel/policies/gpol/compiler"
	gpolengine "github.com/kyverno/kyverno/pkg/cel/policies/gpol/engine"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Kyverno makes and takes quotas on a change before it is known whether another policy refuses the change.
func TestTheQuotaFollowsChangesOfThoseWhoMayMakeThem(t *testing.T) {
	member := user("u-member", "system:authenticated", "keycloakoidc_group://project_5f_workloads-manage")
	agent := user("u-site-agent", "system:authenticated")
	admin := user("kubernetes-admin", "system:masters")
	fleet := user("system:serviceaccount:cattle-fleet-system:gitjob", "system:serviceaccounts:cattle-fleet-system")
	pool := labels("gpu-pool", "h100-2x")

	for _, c := range []struct {
		name     string
		by       authenticationv1.UserInfo
		old, new map[string]any
		quota    bool
	}{
		{"a member is refused to add it", member, nil, pool, true},
		{"a member is refused to remove it", member, pool, nil, false},
		{"somebody without any group is refused to remove it", user("u-nobody"), pool, nil, false},
		{"a member labels a namespace without a pool", member, nil, labels("team", "a"), true},
		{"a member labels a namespace with a pool", member, pool, labels("gpu-pool", "h100-2x", "team", "a"), false},
		{"the agent adds it", agent, nil, pool, false},
		{"the agent removes it", agent, pool, nil, true},
		{"an administrator adds it", admin, nil, pool, false},
		{"a controller of the platform removes it", fleet, pool, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if quota := hasQuota(t, admissionv1.Update, c.by, c.old, c.new); quota != c.quota {
				t.Errorf("quota: %v, expected: %v", quota, c.quota)
			}
		})
	}
	t.Run("a member makes a namespace", func(t *testing.T) {
		if !hasQuota(t, admissionv1.Create, member, nil, nil) {
			t.Error("no quota")
		}
	})
}

// The example replaces the whole condition, of which only the names are its own.
func TestTheExampleChangesOnlyWhoMay(t *testing.T) {
	var policy policiesv1beta1.GeneratingPolicy
	load(t, "cel/default-no-gpu-quota.yaml", &policy)
	condition := strings.Join(strings.Fields(policy.Spec.MatchConditions[1].Expression), " ")
	expected := strings.Replace(condition, `["u-site-agent"]`, `["u-abcde12345", "user-admin"]`, 1)
	if expected == condition {
		t.Fatal("the condition names nobody")
	}
	example := strings.Join(strings.Fields(text(t, "example/kustomization.yaml")), " ")
	if !strings.Contains(example, "path: /spec/matchConditions/1/expression value: >- "+expected) {
		t.Errorf("the example's condition is not: %s", expected)
	}
}

func hasQuota(t *testing.T, operation admissionv1.Operation, by authenticationv1.UserInfo, old, new map[string]any) bool {
	t.Helper()
	var policy policiesv1beta1.GeneratingPolicy
	load(t, "cel/default-no-gpu-quota.yaml", &policy)
	compiled, errs := gpolcompiler.NewCompiler().Compile(&policy, nil)
	if len(errs) > 0 {
		t.Fatal(errs.ToAggregate())
	}
	after := namespace(new)
	var before runtime.Object
	if operation == admissionv1.Update {
		before = namespace(old)
	}
	noNamespace := func(string) *corev1.Namespace { return nil }
	answer, err := gpolengine.NewEngine(noNamespace, matching.NewMatcher()).Handle(
		celengine.Request(
			libs.NewFakeContextProvider(),
			schema.GroupVersionKind{Version: "v1", Kind: "Namespace"},
			schema.GroupVersionResource{Version: "v1", Resource: "namespaces"},
			"", after.GetName(), "", operation, by, after, before, false, nil),
		gpolengine.Policy{Policy: &policy, CompiledPolicy: compiled}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, policy := range answer.Policies {
		if policy.Result == nil {
			continue
		}
		if policy.Result.Status() != engineapi.RuleStatusPass {
			t.Fatal(policy.Result.Message())
		}
		return true
	}
	return false
}
