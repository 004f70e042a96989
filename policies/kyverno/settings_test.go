// Package kyverno builds Kyverno's CLI and tests with Kyverno's engine what the CLI can't.
package kyverno

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// The folder with the policies: this one's parent, or a copy that policies/verify has broken.
func folder() string {
	if tree := os.Getenv("POLICIES"); tree != "" {
		return tree
	}
	return ".."
}

func text(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder(), file))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func load(t *testing.T, file string, into any) {
	t.Helper()
	if err := yaml.UnmarshalStrict([]byte(text(t, file)), into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// Settings whose effect only shows in a cluster.
func TestSettings(t *testing.T) {
	for _, c := range []struct{ file, path, value string }{
		{"cel/enforce-gpu-pool-node-selector.yaml", "spec.failurePolicy", "Fail"},
		{"cel/enforce-gpu-pool-node-selector.yaml", "spec.autogen.podControllers.controllers", "[]"},
		{"cel/enforce-gpu-pool-node-selector.yaml", "spec.matchConstraints.resourceRules.0.operations", "[CREATE]"},
		{"cel/default-no-gpu-quota.yaml", "spec.evaluation.generateExisting.enabled", "true"},
		{"cel/default-no-gpu-quota.yaml", "spec.evaluation.synchronize.enabled", "true"},
		{"cel/default-no-gpu-quota.yaml", "spec.evaluation.orphanDownstreamOnPolicyDelete.enabled", "true"},
		{"cel/default-no-gpu-quota.yaml", "spec.matchConstraints.resourceRules.0.operations", "[CREATE UPDATE]"},
		{"cel/deny-gpu-outside-pools.yaml", "spec.validationActions", "[Deny]"},
		{"cel/deny-gpu-outside-pools.yaml", "spec.failurePolicy", "Fail"},
		{"cel/deny-gpu-outside-pools.yaml", "spec.autogen.podControllers.controllers", "[]"},
		{"label-guard/protect-gpu-pool-label.yaml", "metadata.name", "protect-gpu-pool-label"},
		{"label-guard/protect-gpu-pool-label.yaml", "spec.failurePolicy", "Fail"},
		{"label-guard/protect-gpu-pool-label.yaml", "spec.matchConstraints.resourceRules.0.operations", "[CREATE UPDATE]"},
		{"label-guard/protect-gpu-pool-label.yaml", "spec.matchConstraints.resourceRules.0.resources",
			"[namespaces namespaces/status namespaces/finalize]"},
		{"label-guard/protect-gpu-pool-label-binding.yaml", "spec.policyName", "protect-gpu-pool-label"},
		{"label-guard/protect-gpu-pool-label-binding.yaml", "spec.validationActions", "[Deny]"},
		{"legacy/enforce-gpu-pool-node-selector.yaml", "spec.webhookConfiguration.failurePolicy", "Fail"},
		{"legacy/enforce-gpu-pool-node-selector.yaml",
			"metadata.annotations.pod-policies~kyverno~io/autogen-controllers", "none"},
		{"legacy/default-no-gpu-quota.yaml", "spec.rules.0.generate.generateExisting", "true"},
		{"legacy/default-no-gpu-quota.yaml", "spec.rules.0.generate.synchronize", "true"},
		{"legacy/default-no-gpu-quota.yaml", "spec.rules.0.generate.orphanDownstreamOnPolicyDelete", "true"},
		{"legacy/deny-gpu-outside-pools.yaml", "spec.rules.0.validate.failureAction", "Enforce"},
		{"legacy/deny-gpu-outside-pools.yaml",
			"metadata.annotations.pod-policies~kyverno~io/autogen-controllers", "none"},
	} {
		t.Run(c.file+" "+c.path, func(t *testing.T) {
			var document any
			load(t, c.file, &document)
			if value := fmt.Sprint(at(document, strings.Split(c.path, "."))); value != c.value {
				t.Errorf("is %s, expected %s", value, c.value)
			}
		})
	}
}

// at follows keys and indices; a dot in a key is written as a tilde.
func at(document any, path []string) any {
	for _, step := range path {
		switch here := document.(type) {
		case map[string]any:
			document = here[strings.ReplaceAll(step, "~", ".")]
		case []any:
			var index int
			if _, err := fmt.Sscan(step, &index); err != nil || index >= len(here) {
				return nil
			}
			document = here[index]
		default:
			return nil
		}
	}
	return document
}

// What a system namespace is, is said once for each policy: the same everywhere.
func TestAllPoliciesLeaveOutTheSameSystemNamespaces(t *testing.T) {
	for _, c := range []struct {
		files    []string
		policies int
		pattern  *regexp.Regexp
	}{
		{[]string{"cel/*-*.yaml", "label-guard/*-label.yaml"}, 4, regexp.MustCompile(`\.matches\("(\^\(kube[^"]+)"\)`)},
		{[]string{"legacy/*-*.yaml"}, 3, regexp.MustCompile(`(?:names|namespaces): (\["kube-\*[^]]+])`)},
	} {
		lists := map[string]bool{}
		policies := 0
		for _, files := range c.files {
			paths, err := filepath.Glob(filepath.Join(folder(), files))
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range paths {
				policies++
				name, _ := filepath.Rel(folder(), path)
				found := c.pattern.FindAllStringSubmatch(text(t, name), -1)
				if len(found) != 1 {
					t.Errorf("%s has %d lists", name, len(found))
				}
				for _, match := range found {
					lists[match[1]] = true
				}
			}
		}
		if policies != c.policies || len(lists) != 1 {
			t.Errorf("%v: %d policies, lists %v", c.files, policies, lists)
		}
	}
}
