package kyverno

import (
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

func TestTheQuotaFollowsTheLabel(t *testing.T) {
	pool := labels("gpu-pool", "h100-2x")

	for _, c := range []struct {
		name     string
		old, new map[string]any
		quota    bool
	}{
		{"the label comes", nil, pool, false},
		{"the label goes", pool, nil, true},
		{"the label is emptied", pool, labels("gpu-pool", ""), true},
		{"another label comes beside none", nil, labels("team", "a"), true},
		{"another label comes beside it", pool, labels("gpu-pool", "h100-2x", "team", "a"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if quota := hasQuota(t, admissionv1.Update, c.old, c.new); quota != c.quota {
				t.Errorf("quota: %v, expected: %v", quota, c.quota)
			}
		})
	}
	t.Run("a namespace is made", func(t *testing.T) {
		if !hasQuota(t, admissionv1.Create, nil, nil) {
			t.Error("no quota")
		}
	})
}

func hasQuota(t *testing.T, operation admissionv1.Operation, old, new map[string]any) bool {
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
			"", after.GetName(), "", operation, authenticationv1.UserInfo{}, after, before, false, nil),
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
