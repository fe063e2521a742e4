// Reductions and running sums.
//
// Where a gradient divides by what it reduced, zeros among the operands have their own case.

func.func @reduce_sum(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_sum %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_sum_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_sum %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_sum_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_sum %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_mean(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_mean %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_mean_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_mean %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_mean_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_mean %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_max(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_max %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_max_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_max %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_max_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_max %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_min(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_min %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_min_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_min %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_min_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_min %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_prod(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_prod %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_prod_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_prod %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_prod_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_prod %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_l1(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_l1 %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_l1_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_l1 %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_l1_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_l1 %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_l2(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_l2 %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_l2_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_l2 %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_l2_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_l2 %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_log_sum_exp(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_log_sum_exp %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_log_sum_exp_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_log_sum_exp %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_log_sum_exp_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_log_sum_exp %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_sum_square(%x: tensor<3x4x2xf64>) -> tensor<3x1x2xf64> {
  %y = neap.reduce_sum_square %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_sum_square_without_dimensions(%x: tensor<3x4x2xf64>) -> tensor<4xf64> {
  %y = neap.reduce_sum_square %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_sum_square_to_scalar(%x: tensor<3x5xf64>) -> tensor<f64> {
  %y = neap.reduce_sum_square %x [0, 1] {keepdims = false} : tensor<3x5xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @reduce_log_sum(%x: tensor<3x4x2xf64> {numerics.range = [0.2, 2.0]}) -> tensor<3x1x2xf64> {
  %y = neap.reduce_log_sum %x [1] : tensor<3x4x2xf64> -> tensor<3x1x2xf64>
  return %y : tensor<3x1x2xf64>
}

func.func @reduce_log_sum_without_dimensions(%x: tensor<3x4x2xf64> {numerics.range = [0.2, 2.0]}) -> tensor<4xf64> {
  %y = neap.reduce_log_sum %x [0, 2] {keepdims = false} : tensor<3x4x2xf64> -> tensor<4xf64>
  return %y : tensor<4xf64>
}

func.func @reduce_sum_over_nothing(%x: tensor<3x2xf64>) -> tensor<3x2xf64> {
  %y = neap.reduce_sum %x [] : tensor<3x2xf64> -> tensor<3x2xf64>
  return %y : tensor<3x2xf64>
}

func.func @reduce_log_sum_exp_far(%x: tensor<7xf64> {numerics.range = [709.0, 712.0]}) -> tensor<1xf64> {
  %y = neap.reduce_log_sum_exp %x [0] : tensor<7xf64> -> tensor<1xf64>
  return %y : tensor<1xf64>
}

func.func @reduce_prod_with_one_zero(%x: tensor<3x2xf64>, %zero: tensor<3x1xf64> {numerics.range = [0.0, 0.0]}) -> tensor<3x1xf64> {
  %all = neap.concat %x, %zero axis 1 : (tensor<3x2xf64>, tensor<3x1xf64>) -> tensor<3x3xf64>
  %y = neap.reduce_prod %all [1] : tensor<3x3xf64> -> tensor<3x1xf64>
  return %y : tensor<3x1xf64>
}

func.func @reduce_prod_with_two_zeros(%x: tensor<3x2xf64>, %zero: tensor<3x2xf64> {numerics.range = [0.0, 0.0]}) -> tensor<3x1xf64> {
  %all = neap.concat %zero, %x axis 1 : (tensor<3x2xf64>, tensor<3x2xf64>) -> tensor<3x4xf64>
  %y = neap.reduce_prod %all [1] : tensor<3x4xf64> -> tensor<3x1xf64>
  return %y : tensor<3x1xf64>
}

func.func @reduce_l2_of_zeros(%x: tensor<2x3xf64>) -> tensor<2xf64> {
  %zero = neap.constant dense<0.0> : tensor<2x3xf64>
  %masked = neap.mul %x, %zero : tensor<2x3xf64>
  %y = neap.reduce_l2 %masked [1] {keepdims = false} : tensor<2x3xf64> -> tensor<2xf64>
  return %y : tensor<2xf64>
}

func.func @cumsum(%x: tensor<3x7xf64>) -> tensor<3x7xf64> {
  %y = neap.cumsum %x axis 1 : tensor<3x7xf64>
  return %y : tensor<3x7xf64>
}

func.func @cumsum_exclusive(%x: tensor<3x7xf64>) -> tensor<3x7xf64> {
  %y = neap.cumsum %x axis 1 {exclusive} : tensor<3x7xf64>
  return %y : tensor<3x7xf64>
}

func.func @cumsum_reverse(%x: tensor<3x7xf64>) -> tensor<3x7xf64> {
  %y = neap.cumsum %x axis 1 {reverse} : tensor<3x7xf64>
  return %y : tensor<3x7xf64>
}

func.func @cumsum_exclusive_reverse(%x: tensor<3x7xf64>) -> tensor<3x7xf64> {
  %y = neap.cumsum %x axis 1 {exclusive, reverse} : tensor<3x7xf64>
  return %y : tensor<3x7xf64>
}

func.func @cumsum_outer(%x: tensor<5x2xf64>) -> tensor<5x2xf64> {
  %y = neap.cumsum %x axis 0 : tensor<5x2xf64>
  return %y : tensor<5x2xf64>
}
