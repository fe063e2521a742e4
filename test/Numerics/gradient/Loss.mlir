// Losses against central differences: one case a function.

func.func @softmax_cross_entropy(%x: tensor<5x4xf64>, %t: tensor<5xi64> {numerics.range = [0, 3]}) -> tensor<5xf64> {
  %sum, %weight, %lse = neap.softmax_cross_entropy %x, %t : tensor<5x4xf64>, tensor<5xi64> -> tensor<5xf64>, tensor<5xf64>, tensor<5xf64>
  return %sum : tensor<5xf64>
}

func.func @softmax_cross_entropy_with_ignored_positions(%x: tensor<3x4x2x2xf64>, %t: tensor<3x2x2xi64> {numerics.range = [0, 3]}) -> tensor<3xf64> {
  %sum, %weight, %lse = neap.softmax_cross_entropy %x, %t {ignore_index = 2 : i64}
      : tensor<3x4x2x2xf64>, tensor<3x2x2xi64> -> tensor<3xf64>, tensor<3xf64>, tensor<3x2x2xf64>
  return %sum : tensor<3xf64>
}

func.func @softmax_cross_entropy_smoothed_at_the_last_axis(%x: tensor<2x3x5xf64>, %t: tensor<2x3xi64> {numerics.range = [0, 4]}) -> tensor<2xf64> {
  %sum, %weight, %lse = neap.softmax_cross_entropy %x, %t {class_axis = 2 : i64, label_smoothing = 0.1 : f64}
      : tensor<2x3x5xf64>, tensor<2x3xi64> -> tensor<2xf64>, tensor<2xf64>, tensor<2x3xf64>
  return %sum : tensor<2xf64>
}

// Scores far apart: only a shifted exponential stays finite.
func.func @softmax_cross_entropy_of_large_scores(%x: tensor<4x3xf64> {numerics.range = [700.0, 760.0]}, %t: tensor<4xi64> {numerics.range = [0, 2]}) -> tensor<4xf64> {
  %sum, %weight, %lse = neap.softmax_cross_entropy %x, %t : tensor<4x3xf64>, tensor<4xi64> -> tensor<4xf64>, tensor<4xf64>, tensor<4xf64>
  return %sum : tensor<4xf64>
}

// The probabilities do not sum to one: the gradient must not assume it.
func.func @soft_target_cross_entropy(%x: tensor<4x3x2xf64>) -> tensor<4xf64> {
  %p = neap.constant dense<0.3> : tensor<4x3x2xf64>
  %sum, %lse, %total = neap.soft_target_cross_entropy %x, %p {label_smoothing = 0.2 : f64}
      : tensor<4x3x2xf64>, tensor<4x3x2xf64> -> tensor<4xf64>, tensor<4x2xf64>, tensor<4x2xf64>
  return %sum : tensor<4xf64>
}

func.func @nll(%x: tensor<5x4xf64>, %t: tensor<5xi64> {numerics.range = [0, 3]}) -> tensor<5xf64> {
  %sum, %weight = neap.nll %x, %t {ignore_index = 1 : i64} : tensor<5x4xf64>, tensor<5xi64> -> tensor<5xf64>, tensor<5xf64>
  return %sum : tensor<5xf64>
}

func.func @mse(%x: tensor<3x4xf64>) -> tensor<3xf64> {
  %t = neap.constant dense<0.25> : tensor<3x4xf64>
  %sum = neap.mse %x, %t : tensor<3x4xf64> -> tensor<3xf64>
  return %sum : tensor<3xf64>
}

func.func @mse_of_a_vector(%x: tensor<6xf64>) -> tensor<6xf64> {
  %t = neap.constant dense<0.25> : tensor<6xf64>
  %sum = neap.mse %x, %t : tensor<6xf64> -> tensor<6xf64>
  return %sum : tensor<6xf64>
}

func.func @l1(%x: tensor<3x4xf64> {numerics.range = [0.5, 2.0]}) -> tensor<3xf64> {
  %t = neap.constant dense<0.25> : tensor<3x4xf64>
  %sum = neap.l1 %x, %t : tensor<3x4xf64> -> tensor<3xf64>
  return %sum : tensor<3xf64>
}

// Both branches: |x - t| runs from 0 to beyond delta.
func.func @huber(%x: tensor<4x5xf64> {numerics.range = [-3.0, 3.0]}) -> tensor<4xf64> {
  %t = neap.constant dense<0.25> : tensor<4x5xf64>
  %sum = neap.huber %x, %t {delta = 1.5 : f64} : tensor<4x5xf64> -> tensor<4xf64>
  return %sum : tensor<4xf64>
}

func.func @bce_with_logits(%x: tensor<3x4xf64> {numerics.range = [-8.0, 8.0]}) -> tensor<3xf64> {
  %t = neap.constant dense<0.25> : tensor<3x4xf64>
  %sum = neap.bce_with_logits %x, %t : tensor<3x4xf64> -> tensor<3xf64>
  return %sum : tensor<3xf64>
}
