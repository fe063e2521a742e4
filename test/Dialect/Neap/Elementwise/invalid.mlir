// RUN: neap-opt %s -split-input-file -verify-diagnostics

func.func @shapes_that_differ(%a: tensor<3xf32>, %b: tensor<4xf32>) {
  // expected-error @+1 {{requires the same type for all operands and results}}
  %0 = "neap.add"(%a, %b) : (tensor<3xf32>, tensor<4xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @compared_types_that_differ(%a: tensor<3xf32>, %b: tensor<3xf64>) {
  // expected-error @+1 {{requires all operands to have the same type}}
  %0 = "neap.less"(%a, %b) : (tensor<3xf32>, tensor<3xf64>) -> tensor<3xi1>
  return
}

// -----

func.func @result_that_is_no_truth_value(%a: tensor<3xf32>) {
  // expected-error @+1 {{result #0 must be statically shaped tensor of 1-bit signless integer values, but got 'tensor<3xf32>'}}
  %0 = "neap.greater"(%a, %a) : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @root_of_integers(%a: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be}}
  %0 = neap.sqrt %a : tensor<3xi32>
  return
}

// -----

func.func @clip_to_nan(%a: tensor<3xf32>) {
  // expected-error @+1 {{bounds must be numbers, found NaN}}
  %0 = neap.clip %a {min = 0x7FF8000000000000 : f64} : tensor<3xf32>
  return
}

// -----

func.func @celu_without_scale(%a: tensor<3xf32>) {
  // expected-error @+1 {{alpha must be a number other than 0, found 0}}
  %0 = neap.celu %a {alpha = 0.0 : f64} : tensor<3xf32>
  return
}

// -----

func.func @gelu_of_unknown_kind(%a: tensor<3xf32>) {
  // expected-error @+1 {{approximate must be "none" or "tanh", found "sigmoid"}}
  %0 = neap.gelu %a {approximate = "sigmoid"} : tensor<3xf32>
  return
}
