// Normalizations and softmax against central differences: one case a function.

func.func @batch_norm_image(%x: tensor<3x2x3x2xf64>, %s: tensor<2xf64>, %b: tensor<2xf64>) -> tensor<3x2x3x2xf64> {
  %m = neap.constant dense<0.5> : tensor<2xf64>
  %y:5 = neap.batch_norm %x, %s, %b, %m, %m {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<3x2x3x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<3x2x3x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>)
  return %y#0 : tensor<3x2x3x2xf64>
}

func.func @batch_norm_inference_image(%x: tensor<3x2x3x2xf64>, %s: tensor<2xf64>, %b: tensor<2xf64>) -> tensor<3x2x3x2xf64> {
  %m = neap.constant dense<0.5> : tensor<2xf64>
  %v = neap.constant dense<1.5> : tensor<2xf64>
  %y = neap.batch_norm_inference %x, %s, %b, %m, %v {epsilon = 1.0e-3}
      : (tensor<3x2x3x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<3x2x3x2xf64>
  return %y : tensor<3x2x3x2xf64>
}

func.func @batch_norm_vector(%x: tensor<5x3xf64>, %s: tensor<3xf64>, %b: tensor<3xf64>) -> tensor<5x3xf64> {
  %m = neap.constant dense<0.5> : tensor<3xf64>
  %y:5 = neap.batch_norm %x, %s, %b, %m, %m {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<5x3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>) -> (tensor<5x3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>)
  return %y#0 : tensor<5x3xf64>
}

func.func @batch_norm_inference_vector(%x: tensor<5x3xf64>, %s: tensor<3xf64>, %b: tensor<3xf64>) -> tensor<5x3xf64> {
  %m = neap.constant dense<0.5> : tensor<3xf64>
  %v = neap.constant dense<1.5> : tensor<3xf64>
  %y = neap.batch_norm_inference %x, %s, %b, %m, %v {epsilon = 1.0e-3}
      : (tensor<5x3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>) -> tensor<5x3xf64>
  return %y : tensor<5x3xf64>
}

func.func @batch_norm_line(%x: tensor<3x2x4xf64>, %s: tensor<2xf64>, %b: tensor<2xf64>) -> tensor<3x2x4xf64> {
  %m = neap.constant dense<0.5> : tensor<2xf64>
  %y:5 = neap.batch_norm %x, %s, %b, %m, %m {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<3x2x4xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<3x2x4xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>)
  return %y#0 : tensor<3x2x4xf64>
}

func.func @batch_norm_inference_line(%x: tensor<3x2x4xf64>, %s: tensor<2xf64>, %b: tensor<2xf64>) -> tensor<3x2x4xf64> {
  %m = neap.constant dense<0.5> : tensor<2xf64>
  %v = neap.constant dense<1.5> : tensor<2xf64>
  %y = neap.batch_norm_inference %x, %s, %b, %m, %v {epsilon = 1.0e-3}
      : (tensor<3x2x4xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<3x2x4xf64>
  return %y : tensor<3x2x4xf64>
}

func.func @batch_norm_volume(%x: tensor<2x2x2x3x2xf64>, %s: tensor<2xf64>, %b: tensor<2xf64>) -> tensor<2x2x2x3x2xf64> {
  %m = neap.constant dense<0.5> : tensor<2xf64>
  %y:5 = neap.batch_norm %x, %s, %b, %m, %m {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<2x2x2x3x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<2x2x2x3x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>)
  return %y#0 : tensor<2x2x2x3x2xf64>
}

func.func @batch_norm_inference_volume(%x: tensor<2x2x2x3x2xf64>, %s: tensor<2xf64>, %b: tensor<2xf64>) -> tensor<2x2x2x3x2xf64> {
  %m = neap.constant dense<0.5> : tensor<2xf64>
  %v = neap.constant dense<1.5> : tensor<2xf64>
  %y = neap.batch_norm_inference %x, %s, %b, %m, %v {epsilon = 1.0e-3}
      : (tensor<2x2x2x3x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<2x2x2x3x2xf64>
  return %y : tensor<2x2x2x3x2xf64>
}

func.func @batch_norm_one_channel(%x: tensor<4x1x3xf64>, %s: tensor<1xf64>, %b: tensor<1xf64>) -> tensor<4x1x3xf64> {
  %m = neap.constant dense<0.5> : tensor<1xf64>
  %y:5 = neap.batch_norm %x, %s, %b, %m, %m {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<4x1x3xf64>, tensor<1xf64>, tensor<1xf64>, tensor<1xf64>, tensor<1xf64>) -> (tensor<4x1x3xf64>, tensor<1xf64>, tensor<1xf64>, tensor<1xf64>, tensor<1xf64>)
  return %y#0 : tensor<4x1x3xf64>
}

func.func @batch_norm_inference_one_channel(%x: tensor<4x1x3xf64>, %s: tensor<1xf64>, %b: tensor<1xf64>) -> tensor<4x1x3xf64> {
  %m = neap.constant dense<0.5> : tensor<1xf64>
  %v = neap.constant dense<1.5> : tensor<1xf64>
  %y = neap.batch_norm_inference %x, %s, %b, %m, %v {epsilon = 1.0e-3}
      : (tensor<4x1x3xf64>, tensor<1xf64>, tensor<1xf64>, tensor<1xf64>, tensor<1xf64>) -> tensor<4x1x3xf64>
  return %y : tensor<4x1x3xf64>
}

func.func @layer_norm_last_axis(%x: tensor<3x6xf64>, %s: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<3x6xf64> {
  %y, %mean, %inv = neap.layer_norm %x, %s, %b {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<3x6xf64>, tensor<6xf64>, tensor<6xf64>) -> (tensor<3x6xf64>, tensor<3x1xf64>, tensor<3x1xf64>)
  return %y : tensor<3x6xf64>
}

func.func @rms_norm_last_axis(%x: tensor<3x6xf64>, %s: tensor<6xf64>) -> tensor<3x6xf64> {
  %y, %inv = neap.rms_norm %x, %s {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<3x6xf64>, tensor<6xf64>) -> (tensor<3x6xf64>, tensor<3x1xf64>)
  return %y : tensor<3x6xf64>
}

func.func @layer_norm_two_axes(%x: tensor<2x3x4xf64>, %s: tensor<3x4xf64>, %b: tensor<3x4xf64>) -> tensor<2x3x4xf64> {
  %y, %mean, %inv = neap.layer_norm %x, %s, %b {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<2x3x4xf64>, tensor<3x4xf64>, tensor<3x4xf64>) -> (tensor<2x3x4xf64>, tensor<2x1x1xf64>, tensor<2x1x1xf64>)
  return %y : tensor<2x3x4xf64>
}

func.func @rms_norm_two_axes(%x: tensor<2x3x4xf64>, %s: tensor<3x4xf64>) -> tensor<2x3x4xf64> {
  %y, %inv = neap.rms_norm %x, %s {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<2x3x4xf64>, tensor<3x4xf64>) -> (tensor<2x3x4xf64>, tensor<2x1x1xf64>)
  return %y : tensor<2x3x4xf64>
}

func.func @layer_norm_deep(%x: tensor<2x3x5xf64>, %s: tensor<5xf64>, %b: tensor<5xf64>) -> tensor<2x3x5xf64> {
  %y, %mean, %inv = neap.layer_norm %x, %s, %b {axis = 2 : i64, epsilon = 1.0e-5}
      : (tensor<2x3x5xf64>, tensor<5xf64>, tensor<5xf64>) -> (tensor<2x3x5xf64>, tensor<2x3x1xf64>, tensor<2x3x1xf64>)
  return %y : tensor<2x3x5xf64>
}

func.func @rms_norm_deep(%x: tensor<2x3x5xf64>, %s: tensor<5xf64>) -> tensor<2x3x5xf64> {
  %y, %inv = neap.rms_norm %x, %s {axis = 2 : i64, epsilon = 1.0e-5}
      : (tensor<2x3x5xf64>, tensor<5xf64>) -> (tensor<2x3x5xf64>, tensor<2x3x1xf64>)
  return %y : tensor<2x3x5xf64>
}

func.func @layer_norm_everything(%x: tensor<3x4xf64>, %s: tensor<3x4xf64>, %b: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %y, %mean, %inv = neap.layer_norm %x, %s, %b {axis = 0 : i64, epsilon = 1.0e-5}
      : (tensor<3x4xf64>, tensor<3x4xf64>, tensor<3x4xf64>) -> (tensor<3x4xf64>, tensor<1x1xf64>, tensor<1x1xf64>)
  return %y : tensor<3x4xf64>
}

func.func @rms_norm_everything(%x: tensor<3x4xf64>, %s: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %y, %inv = neap.rms_norm %x, %s {axis = 0 : i64, epsilon = 1.0e-5}
      : (tensor<3x4xf64>, tensor<3x4xf64>) -> (tensor<3x4xf64>, tensor<1x1xf64>)
  return %y : tensor<3x4xf64>
}

func.func @layer_norm_without_bias(%x: tensor<3x5xf64>, %s: tensor<5xf64>) -> tensor<3x5xf64> {
  %y, %mean, %inv = neap.layer_norm %x, %s {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<3x5xf64>, tensor<5xf64>) -> (tensor<3x5xf64>, tensor<3x1xf64>, tensor<3x1xf64>)
  return %y : tensor<3x5xf64>
}

func.func @group_norm_two_groups(%x: tensor<2x4x3x2xf64>, %s: tensor<4xf64>, %b: tensor<4xf64>) -> tensor<2x4x3x2xf64> {
  %y, %mean, %inv = neap.group_norm %x, %s, %b {groups = 2 : i64, epsilon = 1.0e-5}
      : (tensor<2x4x3x2xf64>, tensor<4xf64>, tensor<4xf64>) -> (tensor<2x4x3x2xf64>, tensor<2x2xf64>, tensor<2x2xf64>)
  return %y : tensor<2x4x3x2xf64>
}

func.func @group_norm_instances(%x: tensor<2x3x4xf64>, %s: tensor<3xf64>, %b: tensor<3xf64>) -> tensor<2x3x4xf64> {
  %y, %mean, %inv = neap.group_norm %x, %s, %b {groups = 3 : i64, epsilon = 1.0e-5}
      : (tensor<2x3x4xf64>, tensor<3xf64>, tensor<3xf64>) -> (tensor<2x3x4xf64>, tensor<2x3xf64>, tensor<2x3xf64>)
  return %y : tensor<2x3x4xf64>
}

func.func @group_norm_one_group(%x: tensor<2x3x2x2xf64>, %s: tensor<3xf64>, %b: tensor<3xf64>) -> tensor<2x3x2x2xf64> {
  %y, %mean, %inv = neap.group_norm %x, %s, %b {groups = 1 : i64, epsilon = 1.0e-5}
      : (tensor<2x3x2x2xf64>, tensor<3xf64>, tensor<3xf64>) -> (tensor<2x3x2x2xf64>, tensor<2x1xf64>, tensor<2x1xf64>)
  return %y : tensor<2x3x2x2xf64>
}

func.func @group_norm_no_spatial_dimensions(%x: tensor<3x6xf64>, %s: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<3x6xf64> {
  %y, %mean, %inv = neap.group_norm %x, %s, %b {groups = 2 : i64, epsilon = 1.0e-5}
      : (tensor<3x6xf64>, tensor<6xf64>, tensor<6xf64>) -> (tensor<3x6xf64>, tensor<3x2xf64>, tensor<3x2xf64>)
  return %y : tensor<3x6xf64>
}

func.func @softmax_axis_0(%x: tensor<2x3x4xf64>) -> tensor<2x3x4xf64> {
  %y = neap.softmax %x {axis = 0 : i64} : (tensor<2x3x4xf64>) -> tensor<2x3x4xf64>
  return %y : tensor<2x3x4xf64>
}

func.func @log_softmax_axis_0(%x: tensor<2x3x4xf64>) -> tensor<2x3x4xf64> {
  %y = neap.log_softmax %x {axis = 0 : i64} : (tensor<2x3x4xf64>) -> tensor<2x3x4xf64>
  return %y : tensor<2x3x4xf64>
}

func.func @softmax_axis_1(%x: tensor<2x3x4xf64>) -> tensor<2x3x4xf64> {
  %y = neap.softmax %x {axis = 1 : i64} : (tensor<2x3x4xf64>) -> tensor<2x3x4xf64>
  return %y : tensor<2x3x4xf64>
}

func.func @log_softmax_axis_1(%x: tensor<2x3x4xf64>) -> tensor<2x3x4xf64> {
  %y = neap.log_softmax %x {axis = 1 : i64} : (tensor<2x3x4xf64>) -> tensor<2x3x4xf64>
  return %y : tensor<2x3x4xf64>
}

func.func @softmax_axis_2(%x: tensor<2x3x4xf64>) -> tensor<2x3x4xf64> {
  %y = neap.softmax %x {axis = 2 : i64} : (tensor<2x3x4xf64>) -> tensor<2x3x4xf64>
  return %y : tensor<2x3x4xf64>
}

func.func @log_softmax_axis_2(%x: tensor<2x3x4xf64>) -> tensor<2x3x4xf64> {
  %y = neap.log_softmax %x {axis = 2 : i64} : (tensor<2x3x4xf64>) -> tensor<2x3x4xf64>
  return %y : tensor<2x3x4xf64>
}

func.func @softmax_of_large_scores(%x: tensor<3x4xf64> {numerics.range = [700.0, 704.0]}) -> tensor<3x4xf64> {
  %y = neap.softmax %x {axis = 1 : i64} : (tensor<3x4xf64>) -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @log_softmax_of_large_scores(%x: tensor<3x4xf64> {numerics.range = [700.0, 704.0]}) -> tensor<3x4xf64> {
  %y = neap.log_softmax %x {axis = 1 : i64} : (tensor<3x4xf64>) -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @lrn_odd_window(%x: tensor<2x5x2x2xf64>) -> tensor<2x5x2x2xf64> {
  %y = neap.lrn %x {size = 3 : i64, alpha = 0.3, beta = 0.75, bias = 1.0} : (tensor<2x5x2x2xf64>) -> tensor<2x5x2x2xf64>
  return %y : tensor<2x5x2x2xf64>
}

func.func @lrn_even_window(%x: tensor<1x6x3xf64>) -> tensor<1x6x3xf64> {
  %y = neap.lrn %x {size = 4 : i64, alpha = 0.5, beta = 0.5, bias = 2.0} : (tensor<1x6x3xf64>) -> tensor<1x6x3xf64>
  return %y : tensor<1x6x3xf64>
}

func.func @lrn_window_of_all_channels(%x: tensor<2x3xf64>) -> tensor<2x3xf64> {
  %y = neap.lrn %x {size = 7 : i64, alpha = 0.2, beta = 1.5, bias = 1.0} : (tensor<2x3xf64>) -> tensor<2x3xf64>
  return %y : tensor<2x3xf64>
}

func.func @lp_normalization_2(%x: tensor<3x4x2xf64>) -> tensor<3x4x2xf64> {
  %y = neap.lp_normalization %x {axis = 1 : i64, p = 2 : i64} : (tensor<3x4x2xf64>) -> tensor<3x4x2xf64>
  return %y : tensor<3x4x2xf64>
}

func.func @lp_normalization_1(%x: tensor<3x4xf64> {numerics.range = [0.2, 2.0]}) -> tensor<3x4xf64> {
  %y = neap.lp_normalization %x {axis = 1 : i64, p = 1 : i64} : (tensor<3x4xf64>) -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @lp_normalization_1_negative(%x: tensor<4x3xf64> {numerics.range = [-2.0, -0.2]}) -> tensor<4x3xf64> {
  %y = neap.lp_normalization %x {axis = 0 : i64, p = 1 : i64} : (tensor<4x3xf64>) -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}
