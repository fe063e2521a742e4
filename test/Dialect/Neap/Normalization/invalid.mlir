// RUN: neap-opt %s -split-input-file -verify-diagnostics=only-expected

func.func @batch_norm_channels(%x: tensor<4x3x5xf32>, %s: tensor<3xf32>, %t: tensor<4xf32>) {
  // expected-error @+1 {{expected variance of type 'tensor<3xf32>', found 'tensor<4xf32>'}}
  %y = neap.batch_norm_inference %x, %s, %s, %s, %t {epsilon = 1.0e-5}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<4xf32>) -> tensor<4x3x5xf32>
  return
}

// -----

func.func @epsilon(%x: tensor<4x3x5xf32>, %s: tensor<3xf32>) {
  // expected-error @+1 {{epsilon -1.0}}
  %y = neap.batch_norm_inference %x, %s, %s, %s, %s {epsilon = -1.0}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<4x3x5xf32>
  return
}

// -----

func.func @batch_norm_of_a_vector(%x: tensor<4xf32>, %s: tensor<4xf32>) {
  // expected-error @+1 {{expected at least 2 dimensions, found 'tensor<4xf32>'}}
  %y = neap.batch_norm_inference %x, %s, %s, %s, %s {epsilon = 1.0e-5}
      : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @layer_norm_scale(%x: tensor<4x6xf32>, %s: tensor<4xf32>) {
  // expected-error @+1 {{expected scale of type 'tensor<6xf32>', found 'tensor<4xf32>'}}
  %y, %r = neap.rms_norm %x, %s {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<4x6xf32>, tensor<4xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>)
  return
}

// -----

func.func @groups(%x: tensor<2x6x4xf32>, %s: tensor<6xf32>) {
  // expected-error @+1 {{expected a number of groups that divides 6 channels, found 4}}
  %y, %m, %v = neap.group_norm %x, %s, %s {groups = 4 : i64, epsilon = 1.0e-5}
      : (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>) -> (tensor<2x6x4xf32>, tensor<2x4xf32>, tensor<2x4xf32>)
  return
}

// -----

func.func @axis(%x: tensor<2x6xf32>) {
  // expected-error @+1 {{axis 2: expected 0 to 1 for 'tensor<2x6xf32>'}}
  %y = neap.softmax %x {axis = 2 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return
}

// -----

func.func @norm(%x: tensor<2x6xf32>) {
  // expected-error @+1 {{p 3: expected 1 or 2}}
  %y = neap.lp_normalization %x {axis = 1 : i64, p = 3 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return
}

// -----

func.func @window_of_channels(%x: tensor<2x6xf32>) {
  // expected-error @+1 {{size 0: expected a number between 1 and 2^31 - 1}}
  %y = neap.lrn %x {size = 0 : i64, alpha = 1.0e-4, beta = 0.75, bias = 1.0} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return
}

// -----

func.func @statistics_of_other_channels(%x: tensor<4x3x5xf32>, %s: tensor<3xf32>, %m: tensor<4xf32>) {
  // expected-error @+1 {{expected running mean of type 'tensor<3xf32>', found 'tensor<4xf32>'}}
  %y:5 = neap.batch_norm %x, %s, %s, %m, %s {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<4xf32>, tensor<3xf32>)
      -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
  return
}

// -----

func.func @gradient_of_another_batch_norm(%x: tensor<4x3x5xf32>, %dy: tensor<4x3x6xf32>, %s: tensor<3xf32>) {
  // expected-error @+1 {{expected output gradient of type 'tensor<4x3x5xf32>', found 'tensor<4x3x6xf32>'}}
  %dx, %ds, %db = neap.batch_norm_backward %dy, %x, %s, %s, %s
      : (tensor<4x3x6xf32>, tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
      -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>)
  return
}

// -----

func.func @layer_norm_bias(%x: tensor<4x6xf32>, %s: tensor<6xf32>, %b: tensor<1xf32>) {
  // expected-error @+1 {{expected bias of type 'tensor<6xf32>', found 'tensor<1xf32>'}}
  %y, %m, %v = neap.layer_norm %x, %s, %b {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<4x6xf32>, tensor<6xf32>, tensor<1xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>, tensor<4x1xf32>)
  return
}

// -----

func.func @layer_norm_statistics(%x: tensor<4x6xf32>, %s: tensor<6xf32>, %m: tensor<4xf32>) {
  // expected-error @+1 {{expected mean of type 'tensor<4x1xf32>', found 'tensor<4xf32>'}}
  %dx, %ds, %db = neap.layer_norm_backward %x, %x, %s, %m, %m {axis = 1 : i64}
      : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<4xf32>, tensor<4xf32>)
      -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>)
  return
}

// -----

func.func @rms_norm_statistics(%x: tensor<4x6xf32>, %s: tensor<6xf32>, %m: tensor<4xf32>) {
  // expected-error @+1 {{expected inv_rms of type 'tensor<4x1xf32>', found 'tensor<4xf32>'}}
  %dx, %ds = neap.rms_norm_backward %x, %x, %s, %m {axis = 1 : i64}
      : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<4xf32>) -> (tensor<4x6xf32>, tensor<6xf32>)
  return
}

// -----

func.func @statistics_of_other_groups(%x: tensor<2x6x4xf32>, %s: tensor<6xf32>, %m: tensor<2x2xf32>) {
  // expected-error @+1 {{expected mean of type 'tensor<2x3xf32>', found 'tensor<2x2xf32>'}}
  %dx, %ds, %db = neap.group_norm_backward %x, %x, %s, %m, %m {groups = 3 : i64}
      : (tensor<2x6x4xf32>, tensor<2x6x4xf32>, tensor<6xf32>, tensor<2x2xf32>, tensor<2x2xf32>)
      -> (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>)
  return
}

// -----

func.func @negative_epsilon(%x: tensor<4x6xf32>, %s: tensor<6xf32>) {
  // expected-error @+1 {{epsilon -1.000000e+00: expected a number of at least 0}}
  %y, %r = neap.rms_norm %x, %s {axis = 1 : i64, epsilon = -1.0}
      : (tensor<4x6xf32>, tensor<6xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>)
  return
}

// -----

func.func @log_softmax_of_no_axis(%x: tensor<2x6xf32>) {
  // expected-error @+1 {{axis -1: expected 0 to 1 for 'tensor<2x6xf32>'}}
  %y = neap.log_softmax %x {axis = -1 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return
}
