package kyverno

import (
	"context"
	"testing"

	policiesv1beta1 "github.com/kyverno/api/api/policies.kyverno.io/v1beta1"
	celengine "github.com/kyverno/kyverno/pkg/cel/engine"
	"github.com/kyverno/kyverno/pkg/cel/libs"
	"github.com/kyverno/kyverno/pkg/cel/matching"
	vpolcompiler "github.com/kyverno/kyverno/pkg/cel/policies/vpol/compiler"
	vpolengine "github.com/kyverno/kyverno/pkg/cel/policies/vpol/engine"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	admissionv1 "k8s.io/api/admission/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// The CLI can't state an update in which something changes: there, the old object is the new one. Kyverno's engine can.
func TestWhoMayChangeTheLabelOfANamespace(t *testing.T) {
	member := user("u-member", "system:authenticated", "keycloakoidc_group://project_5f_workloads-manage")
	agent := user("u-site-agent", "system:authenticated")
	admin := user("kubernetes-admin", "system:masters")
	fleet := user("system:serviceaccount:cattle-fleet-system:gitjob", "system:serviceaccounts:cattle-fleet-system")
	pool, other := labels("gpu-pool", "h100-2x"), labels("gpu-pool", "h200-8x")

	for _, c := range []struct {
		name     string
		by       authenticationv1.UserInfo
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
			if refused := refused(t, c.by, namespace(c.old), namespace(c.new)); refused != c.refused {
				t.Errorf("refused: %v, expected: %v", refused, c.refused)
			}
		})
	}
}

func refused(t *testing.T, by authenticationv1.UserInfo, old, new *unstructured.Unstructured) bool {
	t.Helper()
	var policy policiesv1beta1.ValidatingPolicy
	load(t, "cel/protect-gpu-pool-label.yaml", &policy)
	provider, err := vpolengine.NewProvider(
		vpolcompiler.NewCompiler(), []policiesv1beta1.ValidatingPolicyLike{&policy}, nil)
	if err != nil {
		t.Fatal(err)
	}
	noNamespace := func(string) *corev1.Namespace { return nil }
	answer, err := vpolengine.NewEngine(provider, noNamespace, matching.NewMatcher()).Handle(
		context.Background(),
		celengine.Request(
			libs.NewFakeContextProvider(),
			schema.GroupVersionKind{Version: "v1", Kind: "Namespace"},
			schema.GroupVersionResource{Version: "v1", Resource: "namespaces"},
			"", new.GetName(), "", admissionv1.Update, by, new, old, false, nil),
		nil)
	if err != nil {
		t.Fatal(err)
	}
	refused := false
	for _, policy := range answer.Policies {
		for _, rule := range policy.Rules {
			if rule.Status() == engineapi.RuleStatusError {
				t.Fatal(rule.Message())
			}
			refused = refused || rule.Status() == engineapi.RuleStatusFail
		}
	}
	return refused
}

func user(name string, groups ...string) authenticationv1.UserInfo {
	return authenticationv1.UserInfo{Username: name, Groups: groups}
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
