// RUN: neap-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{is marked trained, but only a parameter can be trained; its role is state}}
neap.global @g state trained : tensor<2xf32> = #neap.zero

// -----

// expected-error @+1 {{needs an initial value: only a control global is written by the runtime}}
neap.global @g parameter : tensor<2xf32>

// -----

// expected-error @+1 {{takes 4 bytes of 'm.onnx', but 'tensor<2xf32>' has 8}}
neap.global @g parameter : tensor<2xf32> = #neap.file<"m.onnx", 0, 4>

// -----

// expected-error @+1 {{has an initial value of type 'tensor<3xf32>', expected 'tensor<2xf32>'}}
neap.global @g parameter : tensor<2xf32> = dense<0.0> : tensor<3xf32>

// -----

// expected-error @+1 {{initial value must be #neap.file, #neap.zero or dense data, found "zeros"}}
neap.global @g parameter : tensor<2xf32> = "zeros"

// -----

func.func @constant_of_another_type() {
  // expected-error @+1 {{failed to verify that all of {value, result} have same type}}
  %c = "neap.constant"() {value = dense<0.0> : tensor<2xf32>} : () -> tensor<3xf32>
  return
}

// -----

func.func @kernel_of_another_type(%x: tensor<2xf32>) {
  // expected-error @+1 {{must yield values of the result types}}
  %y = neap.kernel "k" (%a = %x) : (tensor<2xf32>) -> tensor<3xf32> #neap.generated {
    neap.yield %a : tensor<2xf32>
  }
  return
}

// -----

func.func @kernel_of_no_target(%x: tensor<2xf32>) {
  // expected-error @+1 {{implementation must be #neap.generated or #neap.library, found "by hand"}}
  %y = neap.kernel "k" (%a = %x) : (tensor<2xf32>) -> tensor<2xf32> "by hand" {
    neap.yield %a : tensor<2xf32>
  }
  return
}

// -----

func.func @library_argument_beyond_all(%x: tensor<2xf32>) {
  // expected-error @+1 {{library argument order names value 2 of 2}}
  %y = neap.kernel "k" (%a = %x) : (tensor<2xf32>) -> tensor<2xf32>
      #neap.library<"f", config = [1], order = [0, 2], workspace = 0> {
    neap.yield %a : tensor<2xf32>
  }
  return
}

// -----

func.func @half_a_pair(%x: tensor<2xf32>) {
  // expected-error @+1 {{in_place lists pairs (result, operand), found 1 numbers}}
  %y = neap.kernel "k" (%a = %x) : (tensor<2xf32>) -> tensor<2xf32> #neap.generated in_place [0] {
    neap.yield %a : tensor<2xf32>
  }
  return
}

// -----

func.func @pair_of_no_result(%x: tensor<2xf32>) {
  // expected-error @+1 {{in_place pair (1, 0) names no result and operand}}
  %y = neap.kernel "k" (%a = %x) : (tensor<2xf32>) -> tensor<2xf32> #neap.generated in_place [1, 0] {
    neap.yield %a : tensor<2xf32>
  }
  return
}

// -----

func.func @places(%x: tensor<2xf32>) {
  // expected-error @+1 {{has 1 places, expected 2 (one per result, then the workspace)}}
  %y = neap.kernel "k" (%a = %x) : (tensor<2xf32>) -> tensor<2xf32>
      #neap.library<"f", config = [1], order = [0, 1], workspace = 8> places [0] {
    neap.yield %a : tensor<2xf32>
  }
  return
}

// -----

func.func @yield_of_no_kernel(%x: tensor<2xf32>) {
  // expected-error @+1 {{expects parent op 'neap.kernel'}}
  neap.yield %x : tensor<2xf32>
}

// -----

neap.program @p {
  // expected-error @+1 {{must be either generated or a library call}}
  neap.launch "k" offsets [0]
}

// -----

// expected-note @+1 {{see existing symbol definition here}}
neap.program @p {
}
// expected-error @+1 {{redefinition of symbol named 'p'}}
neap.program @p {
}

// -----

// expected-error @+1 {{argument 0: 'neap.bind' must be a #neap.bind, found "x"}}
func.func @binding(%x: tensor<2xf32> {neap.bind = "x"}) {
  return
}

// -----

// expected-error @+1 {{argument 0: 'neap.place' must be an offset, found "here"}}
func.func @place(%x: tensor<2xf32> {neap.place = "here"}) {
  return
}

// -----

// expected-error @+1 {{has 'neap.stage', which belongs on a module}}
func.func @stage(%x: tensor<2xf32>) attributes {neap.stage = "forward"} {
  return
}
