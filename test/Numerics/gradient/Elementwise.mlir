// Element-wise arithmetic and activations.
//
// Cases named as their op hold its ordinary range; arguments keep away from poles.

func.func @add_ordinary(%a: tensor<2x7xf64>, %b: tensor<2x7xf64>) -> tensor<2x7xf64> {
  %y = neap.add %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @sub_ordinary(%a: tensor<2x7xf64>, %b: tensor<2x7xf64>) -> tensor<2x7xf64> {
  %y = neap.sub %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @mul_ordinary(%a: tensor<2x7xf64>, %b: tensor<2x7xf64>) -> tensor<2x7xf64> {
  %y = neap.mul %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @max_ordinary(%a: tensor<2x7xf64>, %b: tensor<2x7xf64>) -> tensor<2x7xf64> {
  %y = neap.max %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @min_ordinary(%a: tensor<2x7xf64>, %b: tensor<2x7xf64>) -> tensor<2x7xf64> {
  %y = neap.min %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @prelu_ordinary(%a: tensor<2x7xf64>, %b: tensor<2x7xf64>) -> tensor<2x7xf64> {
  %y = neap.prelu %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @add_scalars(%a: tensor<f64>, %b: tensor<f64>) -> tensor<f64> {
  %y = neap.add %a, %b : tensor<f64>
  return %y : tensor<f64>
}

func.func @mul_by_itself(%x: tensor<11xf64>) -> tensor<11xf64> {
  %y = neap.mul %x, %x : tensor<11xf64>
  return %y : tensor<11xf64>
}

func.func @max_of_equals(%x: tensor<5xf64>) -> tensor<5xf64> {
  %y = neap.max %x, %x : tensor<5xf64>
  return %y : tensor<5xf64>
}

func.func @div_ordinary(%a: tensor<2x7xf64>, %b: tensor<2x7xf64> {numerics.range = [0.5, 2.0]}) -> tensor<2x7xf64> {
  %y = neap.div %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @div_by_negatives(%a: tensor<2x7xf64>, %b: tensor<2x7xf64> {numerics.range = [-2.0, -0.5]}) -> tensor<2x7xf64> {
  %y = neap.div %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @pow_ordinary(%a: tensor<2x7xf64> {numerics.range = [0.3, 2.0]}, %b: tensor<2x7xf64>) -> tensor<2x7xf64> {
  %y = neap.pow %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @pow_of_negatives_to_a_constant(%x: tensor<7xf64>) -> tensor<7xf64> {
  %three = neap.constant dense<3.0> : tensor<7xf64>
  %y = neap.pow %x, %three : tensor<7xf64>
  return %y : tensor<7xf64>
}

func.func @pow_to_zero(%x: tensor<7xf64>) -> tensor<7xf64> {
  %zero = neap.constant dense<0.0> : tensor<7xf64>
  %y = neap.pow %x, %zero : tensor<7xf64>
  return %y : tensor<7xf64>
}

func.func @mod_down(%a: tensor<2x7xf64> {numerics.range = [-2.0, 2.0]}, %b: tensor<2x7xf64> {numerics.range = [0.61, 0.69]}) -> tensor<2x7xf64> {
  %y = neap.mod %a, %b : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @mod_toward_zero(%a: tensor<2x7xf64>, %b: tensor<2x7xf64> {numerics.range = [0.61, 0.69]}) -> tensor<2x7xf64> {
  %y = neap.mod %a, %b {fmod} : tensor<2x7xf64>
  return %y : tensor<2x7xf64>
}

func.func @neg_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.neg %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @abs_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.abs %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @sign_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.sign %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @floor_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.floor %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @ceil_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.ceil %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @round_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.round %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @exp_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.exp %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @erf_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.erf %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @sin_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.sin %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @cos_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.cos %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @atan_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.atan %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @sinh_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.sinh %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @cosh_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.cosh %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @tanh_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.tanh %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @asinh_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.asinh %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @relu_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.relu %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @leaky_relu_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.leaky_relu %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @elu_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.elu %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @selu_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.selu %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @celu_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.celu %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @sigmoid_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.sigmoid %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @hard_sigmoid_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.hard_sigmoid %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @hard_swish_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.hard_swish %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @softplus_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.softplus %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @softsign_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.softsign %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @silu_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.silu %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @mish_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.mish %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @gelu_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.gelu %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @shrink_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.shrink %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @thresholded_relu_ordinary(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.thresholded_relu %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @exp_scalar(%x: tensor<f64>) -> tensor<f64> {
  %y = neap.exp %x : tensor<f64>
  return %y : tensor<f64>
}

func.func @reciprocal_ordinary(%x: tensor<3x5xf64> {numerics.range = [0.4, 2.0]}) -> tensor<3x5xf64> {
  %y = neap.reciprocal %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @sqrt_ordinary(%x: tensor<3x5xf64> {numerics.range = [0.4, 2.0]}) -> tensor<3x5xf64> {
  %y = neap.sqrt %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @log_ordinary(%x: tensor<3x5xf64> {numerics.range = [0.4, 2.0]}) -> tensor<3x5xf64> {
  %y = neap.log %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @reciprocal_of_negatives(%x: tensor<3x5xf64> {numerics.range = [-2.0, -0.4]}) -> tensor<3x5xf64> {
  %y = neap.reciprocal %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @tan_ordinary(%x: tensor<3x5xf64> {numerics.range = [-1.2, 1.2]}) -> tensor<3x5xf64> {
  %y = neap.tan %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @asin_ordinary(%x: tensor<3x5xf64> {numerics.range = [-0.9, 0.9]}) -> tensor<3x5xf64> {
  %y = neap.asin %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @acos_ordinary(%x: tensor<3x5xf64> {numerics.range = [-0.9, 0.9]}) -> tensor<3x5xf64> {
  %y = neap.acos %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @atanh_ordinary(%x: tensor<3x5xf64> {numerics.range = [-0.9, 0.9]}) -> tensor<3x5xf64> {
  %y = neap.atanh %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @acosh_ordinary(%x: tensor<3x5xf64> {numerics.range = [1.2, 3.0]}) -> tensor<3x5xf64> {
  %y = neap.acosh %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @leaky_relu_that_falls(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.leaky_relu %x {alpha = -0.3 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @elu_with_alpha(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.elu %x {alpha = 0.7 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @elu_that_falls(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.elu %x {alpha = -0.7 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @selu_with_parameters(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.selu %x {alpha = 2.0 : f64, gamma = 3.0 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @celu_with_alpha(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.celu %x {alpha = 1.7 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @hard_sigmoid_wide(%x: tensor<3x5xf64> {numerics.range = [-5.0, 5.0]}) -> tensor<3x5xf64> {
  %y = neap.hard_sigmoid %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @hard_swish_wide(%x: tensor<3x5xf64> {numerics.range = [-5.0, 5.0]}) -> tensor<3x5xf64> {
  %y = neap.hard_swish %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @shrink_with_bias(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.shrink %x {bias = 0.3 : f64, lambd = 0.8 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @thresholded_relu_below_zero(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.thresholded_relu %x {alpha = -0.5 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @gelu_tanh(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.gelu %x {approximate = "tanh"} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @clip_both(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.clip %x {max = 0.9 : f64, min = -0.4 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @clip_below(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.clip %x {min = 0.1 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @clip_above(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.clip %x {max = 0.1 : f64} : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @softplus_far(%x: tensor<3x5xf64> {numerics.range = [-30.0, 30.0]}) -> tensor<3x5xf64> {
  %y = neap.softplus %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @mish_far(%x: tensor<3x5xf64> {numerics.range = [-30.0, 30.0]}) -> tensor<3x5xf64> {
  %y = neap.mish %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @sigmoid_far(%x: tensor<3x5xf64> {numerics.range = [-30.0, 30.0]}) -> tensor<3x5xf64> {
  %y = neap.sigmoid %x : tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @where_ordinary(%c: tensor<4x3xi1>, %a: tensor<4x3xf64>, %b: tensor<4x3xf64>) -> tensor<4x3xf64> {
  %y = neap.where %c, %a, %b : tensor<4x3xi1>, tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}

func.func @cast_between_equal_types(%x: tensor<6xf64>) -> tensor<6xf64> {
  %y = neap.cast %x {to = f64} : tensor<6xf64> -> tensor<6xf64>
  return %y : tensor<6xf64>
}
