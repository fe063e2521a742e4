// RUN: neap-opt %s -split-input-file -verify-diagnostics

// Ops with no rule of their own than their operand types: each says which it takes.

func.func @acos_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.acos %x : tensor<3xi32>
  return
}

// -----

func.func @acosh_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.acosh %x : tensor<3xi32>
  return
}

// -----

func.func @asin_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.asin %x : tensor<3xi32>
  return
}

// -----

func.func @asinh_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.asinh %x : tensor<3xi32>
  return
}

// -----

func.func @atan_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.atan %x : tensor<3xi32>
  return
}

// -----

func.func @atanh_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.atanh %x : tensor<3xi32>
  return
}

// -----

func.func @ceil_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.ceil %x : tensor<3xi32>
  return
}

// -----

func.func @cos_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.cos %x : tensor<3xi32>
  return
}

// -----

func.func @cosh_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.cosh %x : tensor<3xi32>
  return
}

// -----

func.func @elu_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.elu %x : tensor<3xi32>
  return
}

// -----

func.func @erf_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.erf %x : tensor<3xi32>
  return
}

// -----

func.func @exp_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.exp %x : tensor<3xi32>
  return
}

// -----

func.func @floor_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.floor %x : tensor<3xi32>
  return
}

// -----

func.func @hard_sigmoid_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.hard_sigmoid %x : tensor<3xi32>
  return
}

// -----

func.func @hard_swish_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.hard_swish %x : tensor<3xi32>
  return
}

// -----

func.func @leaky_relu_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.leaky_relu %x : tensor<3xi32>
  return
}

// -----

func.func @log_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.log %x : tensor<3xi32>
  return
}

// -----

func.func @mish_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.mish %x : tensor<3xi32>
  return
}

// -----

func.func @reciprocal_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.reciprocal %x : tensor<3xi32>
  return
}

// -----

func.func @round_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.round %x : tensor<3xi32>
  return
}

// -----

func.func @selu_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.selu %x : tensor<3xi32>
  return
}

// -----

func.func @shrink_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.shrink %x : tensor<3xi32>
  return
}

// -----

func.func @sigmoid_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.sigmoid %x : tensor<3xi32>
  return
}

// -----

func.func @silu_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.silu %x : tensor<3xi32>
  return
}

// -----

func.func @sin_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.sin %x : tensor<3xi32>
  return
}

// -----

func.func @sinh_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.sinh %x : tensor<3xi32>
  return
}

// -----

func.func @softplus_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.softplus %x : tensor<3xi32>
  return
}

// -----

func.func @softsign_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.softsign %x : tensor<3xi32>
  return
}

// -----

func.func @tan_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.tan %x : tensor<3xi32>
  return
}

// -----

func.func @tanh_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.tanh %x : tensor<3xi32>
  return
}

// -----

func.func @thresholded_relu_of_integers(%x: tensor<3xi32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi32>'}}
  %y = neap.thresholded_relu %x : tensor<3xi32>
  return
}

// -----

func.func @abs_of_truth_values(%x: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.abs %x : tensor<3xi1>
  return
}

// -----

func.func @neg_of_truth_values(%x: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.neg %x : tensor<3xi1>
  return
}

// -----

func.func @sign_of_truth_values(%x: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.sign %x : tensor<3xi1>
  return
}

// -----

func.func @relu_of_truth_values(%x: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.relu %x : tensor<3xi1>
  return
}

// -----

func.func @sub_of_truth_values(%a: tensor<3xi1>, %b: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.sub %a, %b : tensor<3xi1>
  return
}

// -----

func.func @mul_of_truth_values(%a: tensor<3xi1>, %b: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.mul %a, %b : tensor<3xi1>
  return
}

// -----

func.func @div_of_truth_values(%a: tensor<3xi1>, %b: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.div %a, %b : tensor<3xi1>
  return
}

// -----

func.func @pow_of_truth_values(%a: tensor<3xi1>, %b: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.pow %a, %b : tensor<3xi1>
  return
}

// -----

func.func @max_of_truth_values(%a: tensor<3xi1>, %b: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.max %a, %b : tensor<3xi1>
  return
}

// -----

func.func @min_of_truth_values(%a: tensor<3xi1>, %b: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.min %a, %b : tensor<3xi1>
  return
}

// -----

func.func @mod_of_truth_values(%a: tensor<3xi1>, %b: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.mod %a, %b : tensor<3xi1>
  return
}

// -----

func.func @prelu_of_truth_values(%a: tensor<3xi1>, %b: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.prelu %a, %b : tensor<3xi1>
  return
}

// -----

func.func @and_of_floats(%a: tensor<3xf32>, %b: tensor<3xf32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of 1-bit signless integer or 8-bit signless integer or 32-bit signless integer or 64-bit signless integer values, but got 'tensor<3xf32>'}}
  %y = neap.and %a, %b : tensor<3xf32>
  return
}

// -----

func.func @or_of_floats(%a: tensor<3xf32>, %b: tensor<3xf32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of 1-bit signless integer or 8-bit signless integer or 32-bit signless integer or 64-bit signless integer values, but got 'tensor<3xf32>'}}
  %y = neap.or %a, %b : tensor<3xf32>
  return
}

// -----

func.func @xor_of_floats(%a: tensor<3xf32>, %b: tensor<3xf32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of 1-bit signless integer or 8-bit signless integer or 32-bit signless integer or 64-bit signless integer values, but got 'tensor<3xf32>'}}
  %y = neap.xor %a, %b : tensor<3xf32>
  return
}

// -----

func.func @complement_of_floats(%x: tensor<3xf32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of 1-bit signless integer or 8-bit signless integer or 32-bit signless integer or 64-bit signless integer values, but got 'tensor<3xf32>'}}
  %y = neap.not %x : tensor<3xf32>
  return
}

// -----

func.func @less_equal_of_truth_values(%a: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.less_equal %a, %a : tensor<3xi1> -> tensor<3xi1>
  return
}

// -----

func.func @greater_equal_of_truth_values(%a: tensor<3xi1>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a number type (f32, bf16, f16, f64, i8, i32, i64) values, but got 'tensor<3xi1>'}}
  %y = neap.greater_equal %a, %a : tensor<3xi1> -> tensor<3xi1>
  return
}

// -----

func.func @equal_of_types_that_differ(%a: tensor<3xf32>, %b: tensor<3xi64>) {
  // expected-error @+1 {{requires all operands to have the same type}}
  %y = "neap.equal"(%a, %b) : (tensor<3xf32>, tensor<3xi64>) -> tensor<3xi1>
  return
}

// -----

func.func @not_equal_of_types_that_differ(%a: tensor<3xf32>, %b: tensor<3xi64>) {
  // expected-error @+1 {{requires all operands to have the same type}}
  %y = "neap.not_equal"(%a, %b) : (tensor<3xf32>, tensor<3xi64>) -> tensor<3xi1>
  return
}

// -----

func.func @is_nan_of_integers(%x: tensor<3xi64>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi64>'}}
  %y = neap.is_nan %x : tensor<3xi64> -> tensor<3xi1>
  return
}

// -----

func.func @is_inf_of_integers(%x: tensor<3xi64>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of a floating-point type (f32, bf16, f16, f64) values, but got 'tensor<3xi64>'}}
  %y = neap.is_inf %x : tensor<3xi64> -> tensor<3xi1>
  return
}

// -----

func.func @choice_by_numbers(%c: tensor<3xi32>, %a: tensor<3xf32>) {
  // expected-error @+1 {{operand #0 must be statically shaped tensor of 1-bit signless integer values, but got 'tensor<3xi32>'}}
  %y = neap.where %c, %a, %a : tensor<3xi32>, tensor<3xf32>
  return
}

// -----

func.func @choice_of_another_shape(%c: tensor<4xi1>, %a: tensor<3xf32>) {
  // expected-error @+1 {{requires the same shape for all operands and results}}
  %y = neap.where %c, %a, %a : tensor<4xi1>, tensor<3xf32>
  return
}

// -----

func.func @cast_that_says_another_type(%x: tensor<3xf32>) {
  // expected-error @+2 {{inferred type(s) 'tensor<3xi32>' are incompatible with return type(s) of operation 'tensor<3xi64>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %y = neap.cast %x {to = i32} : tensor<3xf32> -> tensor<3xi64>
  return
}
